/** Where the chain of a store ends. */
import { VaultError } from '../errors.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import { type ChainKeys, genesis, type Place } from './chain.ts'

/**
 * Reads the head of a store, or writes the first one where the store is empty.
 *
 * @throws {VaultError} `VAULT_STORE_BROKEN` for a damaged head, or one that does not fit the frames
 */
export function headOfStore(store: FrameStore, chain: ChainKeys): Place {
  if (store.meta('head') === undefined && isEmpty(store))
    store.commit({ meta: { head: chain.head({ sequence: 0, hash: genesis }) } })
  const head = chain.headOf(store.meta('head') ?? new Uint8Array())
  if (head === undefined)
    throw new VaultError(
      'VAULT_STORE_BROKEN',
      'Cannot open the vault: its head is damaged; nothing was changed',
    )
  const bridged = [...store.bridges()].at(-1)?.last ?? 0
  const last = Math.max(store.lastFrame()?.sequence ?? 0, bridged)
  if (last !== head.sequence) {
    const found = `its frames end at ${last}, and ${head.sequence} was written; nothing was changed`
    throw new VaultError('VAULT_STORE_BROKEN', `Cannot open the vault: ${found}`)
  }
  return head
}

/** A head may be missing only from a store that has never held a frame. */
function isEmpty(store: FrameStore): boolean {
  for (const _ of store.frames({ limit: 1 })) return false
  return true
}
