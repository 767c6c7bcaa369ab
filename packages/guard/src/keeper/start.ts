/** What the keeper does once at its start, before anything is read. */
import type { DeviceFile } from '@pericard/model'
import { checkAnchor, type EraseRoot, raiseAnchor, VaultError } from '@pericard/vault'
import type { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import type { LocalSecrets } from './local-secrets.ts'
import type { KeeperState } from './state.ts'

/** Refuses an older copy of the store and counts this start, in the TPM where there is one. */
export async function countStart(
  frames: SqliteFrameStore,
  state: KeeperState,
  { hardware }: LocalSecrets,
  fresh: boolean,
): Promise<void> {
  if (hardware === undefined) {
    state.setCounters({ 'boot-epoch': state.counter('boot-epoch') + 1 })
    return
  }
  const { tpm, secrets } = hardware
  const counter = tpm.anchorCounter(secrets.auth)
  await checkAnchor(frames, state.anchorKey, counter, fresh)
  state.setCounters({ 'boot-epoch': await tpm.bootCounter(secrets.auth).increment() })
  await raiseAnchor(frames, state.anchorKey, counter)
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
