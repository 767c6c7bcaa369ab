/** Deletion that is true: dropped keys die with the secret that they hung on. */
import { type Clock, hex, number64, utf8 } from '@pericard/base'
import type { FrameStore } from '../ports/frame-store.ts'
import type { Vault } from '../records/vault.ts'
import { freshKey, type SecretKey } from './key.ts'
import {
  kekOf,
  type KeyTree,
  openKeyTree,
  receiptKey,
  sealedReceiptKey,
  type TreeMeta,
  wrappedPurposes,
  wrappedRoot,
} from './key-tree.ts'
import { readErasures, type SignedReceipt, signReceipt } from './receipt.ts'

export interface ErasureOptions {
  readonly store: FrameStore
  readonly vault: Vault
  readonly tree: KeyTree
  readonly clock: Clock
  /** Where a share outside the device is what dies: nothing lies in an erase root then. */
  readonly shareTurn?: ShareTurn
}

/** A share that somebody else keeps, and destroys once another one has taken its place. */
export interface ShareTurn {
  readonly unlockKey: SecretKey
  /** Puts the next share in the place of this one and has this one destroyed. */
  readonly turn: (tree: KeyTree) => Promise<void>
}

/**
 * Makes erasures that were done on the medium true: wraps the keys that live under the secret of a new generation, in one commit,
 * then destroys the secret before. A crash leaves one generation or the other, and the next call or `openKeyTree` goes on.
 *
 * @returns the tree from now on, and the receipt of what was erased since the last; undefined where nothing was
 * @throws what the erase root throws while it cannot be reached: call again later, nothing is lost
 */
export async function settleErasure(
  options: ErasureOptions,
): Promise<{ readonly tree: KeyTree; readonly receipt: SignedReceipt | undefined }> {
  const { store, vault, tree } = options
  const moved = readErasures(store.meta('erasure-moved'))
  const due = readErasures(store.meta('erasure-due'))
  if (due.length === 0 && moved.length === 0) return { tree, receipt: undefined }
  if (options.shareTurn !== undefined) return settleByShare(options, options.shareTurn, { moved, due })
  const next = due.length === 0 ? tree : await moveOn(vault, tree, [...moved, ...due])
  if (tree.generation > 0) await tree.eraseRoot?.destroy(next.generation - 1)
  return { tree: next, receipt: issue(options, next) }
}

/**
 * The same where the fleet's share is what dies. A new root under which every living key is wrapped anew, then another share: who has
 * an old copy of the medium lacks the share that its root was wrapped under.
 */
async function settleByShare(
  options: ErasureOptions,
  { unlockKey, turn }: ShareTurn,
  { moved, due }: { readonly moved: readonly unknown[]; readonly due: readonly unknown[] },
): Promise<{ readonly tree: KeyTree; readonly receipt: SignedReceipt }> {
  const meta = { 'erasure-due': utf8('[]'), 'erasure-moved': utf8(JSON.stringify([...moved, ...due])) }
  const tree = due.length === 0 ? options.tree : await rotateRoot(options, unlockKey, meta)
  await turn(tree)
  return { tree, receipt: issue(options, tree) }
}

async function moveOn(vault: Vault, tree: KeyTree, erased: readonly unknown[]): Promise<KeyTree> {
  const meta = { 'erasure-due': utf8('[]'), 'erasure-moved': utf8(JSON.stringify(erased)) }
  if (tree.eraseRoot === undefined || tree.generation === 0) {
    vault.rewrap({ kek: tree.keys.kek, meta })
    return tree
  }
  const generation = tree.generation + 1
  const secret = await tree.eraseRoot.create(generation)
  const kek = kekOf({ root: tree.root, secret, generation }, tree.keys.storeId)
  vault.rewrap({ kek, meta: { ...meta, generation: number64(generation) } })
  return { ...tree, generation, keys: { ...tree.keys, kek } }
}

function issue({ store, clock, shareTurn }: ErasureOptions, tree: KeyTree): SignedReceipt {
  const receipt = signReceipt(
    {
      store: hex(tree.keys.storeId),
      erased: readErasures(store.meta('erasure-moved')),
      generation: Math.max(0, tree.generation - 1),
      root: shareTurn === undefined ? (tree.eraseRoot?.kind ?? 'medium') : 'fleet',
      at: clock.now(),
    },
    receiptKey(store, tree.root),
  )
  const last = utf8(JSON.stringify(receipt))
  store.commit({ meta: { 'erasure-moved': utf8('[]'), 'erasure-receipt': last } })
  return receipt
}

/** The receipt of the last erasure, as text. */
export function lastReceipt(store: FrameStore): string | undefined {
  const bytes = store.meta('erasure-receipt')
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8')
}

/**
 * Moves the vault to a new root key in one commit: who had the old one has nothing of what is stored from now on, and nothing of
 * what was before once the generation is destroyed too.
 */
export async function rotateRoot(
  { store, vault, tree, clock }: ErasureOptions,
  unlockKey: SecretKey,
  meta: TreeMeta = {},
): Promise<KeyTree> {
  const root = freshKey()
  const { storeId, blind, head } = tree.keys
  const generation = tree.generation === 0 ? 0 : tree.generation + 1
  const secret = await (generation === 0 ? undefined : tree.eraseRoot?.create(generation))
  const kek = kekOf({ root, secret, generation }, storeId)
  vault.rewrap({
    kek,
    meta: {
      root: wrappedRoot(root, unlockKey, storeId),
      ...wrappedPurposes({ blind, head }, root, storeId),
      ...sealedReceiptKey(receiptKey(store, tree.root), root),
      generation: number64(generation),
      'rotated:root': number64(clock.now()),
      ...meta,
    },
  })
  if (tree.generation > 0) await tree.eraseRoot?.destroy(tree.generation)
  return openKeyTree({
    store,
    unlockKey,
    ...(tree.eraseRoot === undefined ? {} : { eraseRoot: tree.eraseRoot }),
  })
}

/** Wraps the same root under another unlock key: a share was replaced. One commit; the shares before open nothing. */
export function rotateShares(store: FrameStore, tree: KeyTree, unlockKey: SecretKey, at: number): void {
  const root = wrappedRoot(tree.root, unlockKey, tree.keys.storeId)
  store.commit({ meta: { root, 'rotated:shares': number64(at) }, scrub: true })
}
