import { randomBytes } from 'node:crypto'
import { fromUtf8, utf8 } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import {
  deviceShareFromPassphrase,
  type FrameStore,
  type SecretKey,
  unlockWith,
  VaultError,
} from '@pericard/vault'
import { Hardware, type HardwareSecrets } from './hardware.ts'

/** Where a device's own shares come from. */
export interface ShareSources {
  readonly passphrase?: string | undefined
  /** `/dev/tpmrm0`, or the socket of an emulator. */
  readonly tpm?: string | undefined
}

/** What the device has without the fleet. */
export interface LocalSecrets {
  /** By the id of the key in the device file. */
  readonly shares: ReadonlyMap<string, SecretKey>
  /** From all of them: for what is needed before the fleet can be asked (log, identity). */
  readonly device: SecretKey
  readonly hardware?: { readonly tpm: Hardware; readonly secrets: HardwareSecrets }
}

/**
 * Gets the device's own shares as the device file names them. On the first start a share is made in the TPM and sealed to what runs.
 *
 * @throws {VaultError} `VAULT_SHARES_MISSING` where the file names a share that nothing was given for
 * @throws {TpmError} a TPM that refuses or cannot be reached; nothing was changed
 */
export async function localSecrets(
  store: FrameStore,
  file: DeviceFile,
  sources: ShareSources,
): Promise<LocalSecrets> {
  const plan = planOf(file)
  const secrets = await secretsBy(store, plan, sources)
  if (store.meta('local-shares') === undefined)
    store.commit({ meta: { 'local-shares': utf8(JSON.stringify(plan)) } })
  return secrets
}

/**
 * The same for a store that a guard has opened before, without its device file.
 *
 * @throws {VaultError} `VAULT_STORE_BROKEN` where no guard ever opened it, and as `localSecrets`
 */
export async function secretsOfStore(store: FrameStore, sources: ShareSources): Promise<LocalSecrets> {
  const known = store.meta('local-shares')
  if (known === undefined)
    throw new VaultError('VAULT_STORE_BROKEN', 'Cannot open the store: no guard has ever opened it')
  return secretsBy(store, JSON.parse(fromUtf8(known) ?? '{}') as SharePlan, sources)
}

interface SharePlan {
  readonly pcrs: readonly number[]
  /** The device's own shares in the order of the device file. */
  readonly shares: readonly { readonly id: string; readonly by: 'tpm' | 'passphrase' }[]
}

function planOf({ vault, keys }: DeviceFile): SharePlan {
  const shares = vault.unlock.flatMap((id) => {
    const keeper = keys.find((key) => key.id === id)?.storedBy
    return keeper === 'fleet'
      ? []
      : [{ id, by: keeper === 'tpm' ? ('tpm' as const) : ('passphrase' as const) }]
  })
  return { pcrs: vault.pcrs ?? [], shares }
}

async function secretsBy(store: FrameStore, plan: SharePlan, sources: ShareSources): Promise<LocalSecrets> {
  if (store.meta('wiped') !== undefined)
    throw new VaultError(
      'VAULT_ERASED',
      'Cannot open the store: it was wiped, and nothing in it can be read any more; move the folder away to begin anew',
    )
  const shares = new Map<string, SecretKey>()
  let hardware: LocalSecrets['hardware']
  for (const { id, by } of plan.shares) {
    if (by === 'tpm') {
      const tpm = new Hardware(given(sources.tpm, id, 'a TPM: --tpm'), plan.pcrs)
      const secrets = await fromTpm(store, tpm)
      hardware = { tpm, secrets }
      shares.set(id, secrets.share)
    } else shares.set(id, await fromPassphrase(store, given(sources.passphrase, id, 'a passphrase')))
  }
  if (shares.size === 0)
    throw new VaultError(
      'VAULT_SHARES_MISSING',
      'Cannot open the store: "vault.unlock" names no share that the device has itself, and log and identity need one',
    )
  const device = await unlockWith(store, { shares: [...shares.keys()] }, shares)
  return { shares, device, ...(hardware === undefined ? {} : { hardware }) }
}

function given(source: string | undefined, id: string, what: string): string {
  if (source !== undefined) return source
  throw new VaultError(
    'VAULT_SHARES_MISSING',
    `Cannot open the store: the share "${id}" needs ${what}; none was given`,
  )
}

async function fromTpm(store: FrameStore, tpm: Hardware): Promise<HardwareSecrets> {
  const blob = store.meta('tpm-share')
  if (blob !== undefined) return tpm.open(blob)
  if (store.meta('device-check') !== undefined)
    throw new VaultError(
      'VAULT_STORE_BROKEN',
      'Cannot open the store: the sealed share of the TPM is missing; nothing was changed',
    )
  const made = await tpm.provision()
  store.commit({ meta: { 'tpm-share': made.blob } })
  return made.secrets
}

async function fromPassphrase(store: FrameStore, passphrase: string): Promise<SecretKey> {
  const known = store.meta('device-salt')
  const salt = known ?? new Uint8Array(randomBytes(16))
  if (known === undefined) store.commit({ meta: { 'device-salt': salt } })
  return deviceShareFromPassphrase(passphrase, salt)
}
