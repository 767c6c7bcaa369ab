/** Ties a store to a counter that no copy of the medium can set back, so that an older copy of all of it is noticed. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Bytes, concat, number64, readNumber64 } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import type { MonotonicCounter } from '../ports/monotonic-counter.ts'
import type { SecretKey } from './key.ts'

const macBytes = 32
const metaName = 'anchor'

/**
 * Checks that a store is not an older copy. The store says one more than the counter where a crash came between the two steps of
 * `raiseAnchor`; anything else below the counter was set back.
 *
 * @returns what was bound to the counter at the last raise
 * @param fresh whether the store holds nothing yet; only then may the anchor be missing
 * @throws {VaultError} `VAULT_ROLLED_BACK`, `VAULT_STORE_BROKEN`
 */
export async function checkAnchor(
  store: FrameStore,
  key: SecretKey,
  counter: MonotonicCounter,
  fresh: boolean,
): Promise<Bytes | undefined> {
  const bytes = store.meta(metaName)
  const held = await counter.read()
  if (bytes === undefined && fresh) return undefined
  const said = bytes === undefined ? undefined : genuine(bytes, key)
  if (said === undefined)
    throw new VaultError(
      'VAULT_STORE_BROKEN',
      'Cannot open the store: what ties it to the counter is missing or altered; nothing was changed',
    )
  if (said.value === held + 1) await counter.increment()
  if (said.value === held || said.value === held + 1) return said.bound
  const found = `its state is number ${said.value}, and the counter stands at ${held}`
  throw new VaultError(
    'VAULT_ROLLED_BACK',
    said.value < held
      ? `Cannot open the store: it is an older copy (${found}). Keep it for inquiry; nothing was changed`
      : `Cannot open the store: it belongs to another counter (${found}); nothing was changed`,
  )
}

/**
 * Moves store and counter on by one, the store first. Raise it at each start, after each erasure and now and then: what is younger
 * than the last raise can be set back unnoticed.
 *
 * @param bound what shall be as hard to set back as the counter, such as the head of the log
 */
export async function raiseAnchor(
  store: FrameStore,
  key: SecretKey,
  counter: MonotonicCounter,
  bound: Bytes = new Uint8Array(),
): Promise<void> {
  const next = (await counter.read()) + 1
  store.commit({ meta: { [metaName]: concat(number64(next), macOf(next, bound, key), bound) } })
  await counter.increment()
}

function genuine(bytes: Bytes, key: SecretKey): { value: number; bound: Bytes } | undefined {
  if (bytes.length < 8 + macBytes) return undefined
  const value = readNumber64(bytes.subarray(0, 8))
  const bound = bytes.slice(8 + macBytes)
  const mac = bytes.subarray(8, 8 + macBytes)
  return timingSafeEqual(mac, macOf(value, bound, key)) ? { value, bound } : undefined
}

/**
 * What the counter vouches for, for whoever reads a copy of the store and must not count.
 *
 * @returns undefined where nothing genuine is bound
 */
export function boundToAnchor(store: FrameStore, key: SecretKey): Bytes | undefined {
  const bytes = store.meta(metaName)
  return bytes === undefined ? undefined : genuine(bytes, key)?.bound
}

function macOf(value: number, bound: Bytes, key: SecretKey): Buffer {
  return createHmac('sha256', key.object).update('anchor').update(number64(value)).update(bound).digest()
}
