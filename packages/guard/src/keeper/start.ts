/** What the keeper does once at its start, before anything is read. */
import type { DeviceFile } from '@pericard/model'
import type { Bytes } from '@pericard/base'
import { checkAnchor, type EraseRoot, VaultError } from '@pericard/vault'
import type { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import type { LocalSecrets } from './local-secrets.ts'
import type { KeeperState } from './state.ts'

/**
 * Refuses an older copy of the store and counts this start, in the TPM where there is one.
 *
 * @returns what the TPM's counter vouches for
 */
export async function countStart(
  frames: SqliteFrameStore,
  state: KeeperState,
  { hardware }: LocalSecrets,
  fresh: boolean,
): Promise<Bytes | undefined> {
  if (hardware === undefined) {
    state.setCounters({ 'boot-epoch': state.counter('boot-epoch') + 1 })
    return undefined
  }
  const { tpm, secrets } = hardware
  const counter = tpm.anchorCounter(secrets.auth)
  const bound = await checkAnchor(frames, state.anchorKey, counter, fresh)
  state.setCounters({ 'boot-epoch': await tpm.bootCounter(secrets.auth).increment() })
  return bound
}

/** Where the seeds of the log hang on too, so that retired lines die on flash. */
export function logRootOf(file: DeviceFile, { hardware }: LocalSecrets): EraseRoot | undefined {
  return file.vault.eraseRoot === 'tpm' ? hardware?.tpm.logEraseRoot(hardware.secrets.auth) : undefined
}

/** @throws {VaultError} `VAULT_ERASE_ROOT_MISSING` where the device file wants what is not there */
export function eraseRootOf(file: DeviceFile, { hardware }: LocalSecrets): EraseRoot | undefined {
  if (file.vault.eraseRoot !== 'tpm') return undefined
  if (hardware !== undefined) return hardware.tpm.eraseRoot(hardware.secrets.auth)
  throw missing('tpm', 'no share of "vault.unlock" lies in a TPM')
}

/**
 * Whether the fleet's share is what deleted keys die with.
 *
 * @throws {VaultError} `VAULT_ERASE_ROOT_MISSING` where the vault opens without that share
 */
export function fleetIsEraseRoot({ vault, keys }: DeviceFile): boolean {
  if (vault.eraseRoot !== 'fleet') return false
  const { unlock, threshold = unlock.length } = vault
  const fleet = unlock.filter((id) => keys.find((key) => key.id === id)?.storedBy === 'fleet')
  if (fleet.length === 0) throw missing('fleet', 'no share of "vault.unlock" is stored by the fleet')
  if (threshold < unlock.length) throw missing('fleet', 'a threshold opens the vault without its share')
  return true
}

function missing(wanted: string, why: string): VaultError {
  return new VaultError(
    'VAULT_ERASE_ROOT_MISSING',
    `Cannot open the vault: "erase-root" is ${wanted}, and ${why}`,
  )
}
