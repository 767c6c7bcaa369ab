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
 * @param fresh whether the store holds nothing yet; only then may the anchor be missing
 * @throws {VaultError} `VAULT_ROLLED_BACK`, `VAULT_STORE_BROKEN`
 */
export async function checkAnchor(
  store: FrameStore,
  key: SecretKey,
  counter: MonotonicCounter,
  fresh: boolean,
): Promise<void> {
  const bytes = store.meta(metaName)
  const held = await counter.read()
  if (bytes === undefined && fresh) return
  const said = bytes === undefined ? undefined : genuine(bytes, key)
  if (said === undefined)
    throw new VaultError(
      'VAULT_STORE_BROKEN',
      'Cannot open the store: what ties it to the counter is missing or altered; nothing was changed',
    )
  if (said === held) return
  if (said === held + 1) return void (await counter.increment())
  const found = `its state is number ${said}, and the counter stands at ${held}`
  throw new VaultError(
    'VAULT_ROLLED_BACK',
    said < held
      ? `Cannot open the store: it is an older copy (${found}). Keep it for inquiry; nothing was changed`
      : `Cannot open the store: it belongs to another counter (${found}); nothing was changed`,
  )
}

/**
 * Moves store and counter on by one, the store first. Raise it at each start, after each erasure and now and then: what is younger
 * than the last raise can be set back unnoticed.
 */
export async function raiseAnchor(
  store: FrameStore,
  key: SecretKey,
  counter: MonotonicCounter,
): Promise<void> {
  const next = (await counter.read()) + 1
  store.commit({ meta: { [metaName]: concat(number64(next), macOf(next, key)) } })
  await counter.increment()
}

function genuine(bytes: Bytes, key: SecretKey): number | undefined {
  if (bytes.length !== 8 + macBytes) return undefined
  const said = readNumber64(bytes.subarray(0, 8))
  return timingSafeEqual(bytes.subarray(8), macOf(said, key)) ? said : undefined
}

function macOf(value: number, key: SecretKey): Buffer {
  return createHmac('sha256', key.object).update('anchor').update(number64(value)).digest()
}
