import { type Clock, hex, number64 } from '@pericard/base'
import { type FrameStore, generationOf, type SignedReceipt, signReceipt } from '@pericard/vault'
import { secretsOfStore, type ShareSources } from './local-secrets.ts'
import { KeeperState } from './state.ts'

/** What opens anything; each is overwritten with nothing. */
const openers = [
  ...['root', 'key:blind', 'key:head', 'receipt-key', 'erasure-due', 'erasure-moved'],
  ...['identity', 'unlock-signing', 'tpm-share', 'device-check', 'device-salt', 'lease', 'escrow', 'custody'],
]

/**
 * Wipes a device for good (NIST SP 800-88 r1, cryptographic erase): first the secret in the TPM that every key of a record hangs on,
 * then the keys and what the device is known by. Nobody needs the fleet for it. The receipt is signed by the unlock key, which the
 * fleet knows.
 *
 * @throws {VaultError} shares that are missing or wrong; nothing was changed
 * @throws {TpmError} a TPM that refuses; call it again, what was destroyed stays so
 */
export async function wipeDevice(
  store: FrameStore,
  sources: ShareSources,
  clock: Clock,
): Promise<SignedReceipt> {
  const { device, hardware } = await secretsOfStore(store, sources)
  const key = KeeperState.open(store, device).unlockSigningKey
  const generation = generationOf(store)
  // Whoever comes later finds no store here, and asks for no reasons.
  const dropDeks = [...store.deks()].map(({ id }) => ({ id, tombstone: new Uint8Array() }))
  const inTpm = hardware !== undefined && generation > 0
  if (inTpm) {
    const root = hardware.tpm.eraseRoot(hardware.secrets.auth)
    // The next one may be there already, where a crash came while moving on.
    for (const each of [generation, generation + 1]) await root.destroy(each)
  }
  await hardware?.tpm.destroyLogRoot(hardware.secrets.auth)
  const at = clock.now()
  const receipt = signReceipt(
    {
      ...{ generation, at, root: inTpm ? 'tpm' : 'medium' },
      store: hex(store.meta('store')?.subarray(1) ?? new Uint8Array()),
      erased: [{ why: 'wipe', keys: dropDeks.length, at }],
    },
    key,
  )
  const meta = Object.fromEntries(openers.map((name) => [name, new Uint8Array()]))
  store.commit({ dropDeks, meta: { ...meta, wiped: number64(at) }, scrub: true })
  return receipt
}
