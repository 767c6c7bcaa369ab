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
  const { eraseRoot } = file.vault
  if (eraseRoot === undefined || eraseRoot === 'medium') return undefined
  if (eraseRoot === 'tpm' && hardware !== undefined) return hardware.tpm.eraseRoot(hardware.secrets.auth)
  const why =
    eraseRoot === 'tpm' ? 'no share of "vault.unlock" lies in a TPM' : 'this version keeps none at the fleet'
  throw new VaultError(
    'VAULT_ERASE_ROOT_MISSING',
    `Cannot open the vault: "erase-root" is ${eraseRoot}, and ${why}`,
  )
}
