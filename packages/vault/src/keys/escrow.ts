/** Escrow of a store's keys: what k of n named persons open together when the shares are lost (docs/specs/keys.md, "Escrow"). */
import { type Bytes, concat, hex } from '@pericard/base'
import { combine, split } from 'shamir-secret-sharing'
import { VaultError } from '../errors.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import { freshKey, keyBytes, secretKey } from './key.ts'
import { generationOf, type KeyTree, keysOf, type StoreKeys, storeIdOf } from './key-tree.ts'
import { openRecord, sealRecord } from './record.ts'
import { commitmentOf } from './wrap.ts'

/** Bytes of a piece: a share of a key, and its place. */
export const escrowPieceBytes: number = keyBytes + 1

/** What is put by. The pieces go to their holders, sealed; `sealed` opens with enough of them. */
export interface Escrow {
  readonly sealed: Bytes
  readonly pieces: ReadonlyMap<string, Bytes>
}

/** Which keys an escrow is of: it changes with the root and with each erasure, and tells nothing about them. */
export function escrowMark({ keys }: KeyTree): string {
  return hex(commitmentOf(keys.kek, 'escrow'))
}

/**
 * Puts by what the keys of the records hang on. What is erased later cannot be opened with it; what was on a copy of the medium made
 * before that erasure can.
 *
 * @param needed how many pieces open it, 2 at least
 * @throws {VaultError} `VAULT_ERASED` where the secret in the erase root is gone
 */
export async function makeEscrow(tree: KeyTree, needed: number, names: readonly string[]): Promise<Escrow> {
  const secret = tree.generation === 0 ? undefined : await tree.eraseRoot?.read(tree.generation)
  if (tree.generation > 0 && secret === undefined)
    throw new VaultError('VAULT_ERASED', `Cannot put keys by: generation ${tree.generation} was destroyed`)
  const content = concat(tree.root.object.export(), secret?.object.export() ?? new Uint8Array())
  const key = freshKey()
  const sealed = sealRecord(content, key, nameOf(tree.keys.storeId, tree.generation))
  content.fill(0)
  const bytes = new Uint8Array(key.object.export())
  const parts = await split(bytes, names.length, needed)
  bytes.fill(0)
  return {
    sealed,
    pieces: new Map(names.map((name, at) => [name, new Uint8Array(parts[at] ?? [])])),
  }
}

/**
 * Opens an escrow with pieces of its holders.
 *
 * @throws {VaultError} `VAULT_UNLOCK_REFUSED` for too few pieces, a piece of another escrow, or an escrow from before an erasure or
 * of another store; `VAULT_STORE_BROKEN` for a store that was never planted
 */
export async function openEscrow(
  store: FrameStore,
  sealed: Bytes,
  pieces: readonly Bytes[],
): Promise<StoreKeys> {
  const storeId = storeIdOf(store)
  if (storeId === undefined)
    throw new VaultError('VAULT_STORE_BROKEN', 'Cannot recover: no vault was ever planted in this store')
  const generation = generationOf(store)
  const content = await opened(sealed, pieces, nameOf(storeId, generation))
  const root = secretKey(content.slice(0, keyBytes))
  const secret = generation === 0 ? undefined : secretKey(content.slice(keyBytes, 2 * keyBytes))
  content.fill(0)
  return keysOf(store, storeId, { root, secret, generation })
}

async function opened(sealed: Bytes, pieces: readonly Bytes[], name: string): Promise<Bytes> {
  try {
    // Different places only: the library refuses twice the same, and a piece given twice is one piece.
    const different = new Map(pieces.map((piece) => [piece[keyBytes], piece]))
    return openRecord(sealed, secretKey(await combine([...different.values()])), name)
  } catch (cause) {
    const why =
      'too few pieces, a piece of another escrow, or an escrow of another store or from before an erasure'
    throw new VaultError('VAULT_UNLOCK_REFUSED', `Cannot recover: ${why}; nothing was changed`, { cause })
  }
}

function nameOf(storeId: Bytes, generation: number): string {
  return `escrow/${hex(storeId)}/${generation}`
}
