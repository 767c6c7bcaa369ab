/** From shares to the vault's unlock key: all of them, or k of n. */
import { hkdfSync } from 'node:crypto'
import { canonicalJson, concat } from '@pericard/base'
import { combine, split } from 'shamir-secret-sharing'
import { VaultError } from '../errors.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import { deriveKey, freshKey, keyBytes, type SecretKey, secretKey } from './key.ts'
import { unwrapKey, wrapKey } from './wrap.ts'

/** Which shares make the unlock key. */
export interface UnlockPolicy {
  /** Names in their order in the device file. */
  readonly shares: readonly string[]
  /** How many suffice; undefined where all are needed. */
  readonly threshold?: number
}

/** Shares at hand, by name. */
export type Shares = ReadonlyMap<string, SecretKey>

/** Shares of one policy; the analysis has the same bound. */
export const sharesMax = 8

/**
 * The unlock key. With a threshold, a random key is split once (Shamir over GF(2^8)) when the store is made, and each piece is
 * wrapped under the share that it belongs to: a piece on the medium is nothing without its share. Making it needs every share.
 *
 * @throws {VaultError} `VAULT_SHARES_MISSING`; `VAULT_UNLOCK_REFUSED` where a share is not the one that the store was made with
 */
export async function unlockWith(
  store: FrameStore,
  policy: UnlockPolicy,
  shares: Shares,
): Promise<SecretKey> {
  if (policy.shares.length === 0 || policy.shares.length > sharesMax)
    throw new VaultError(
      'VAULT_SHARES_MISSING',
      `Cannot unlock: ${policy.shares.length} shares are named, wanted 1 to ${sharesMax}`,
    )
  return policy.threshold === undefined
    ? allOf(policy.shares, shares)
    : threshold(store, { shares: policy.shares, threshold: policy.threshold }, shares)
}

/** Each share has the same length, so no two lists of shares join to the same bytes; the names are bound by the label. */
function allOf(names: readonly string[], shares: Shares): SecretKey {
  const held = names.flatMap((name) => shares.get(name) ?? [])
  if (held.length < names.length) throw missing(names, shares, names.length)
  const joined = concat(...held.map((share) => share.object.export()))
  const label = `pericard/1/unlock/${canonicalJson([...names])}`
  const key = secretKey(new Uint8Array(hkdfSync('sha256', joined, new Uint8Array(), label, keyBytes)))
  joined.fill(0)
  return key
}

async function threshold(
  store: FrameStore,
  policy: Required<UnlockPolicy>,
  shares: Shares,
): Promise<SecretKey> {
  const pieces = policy.shares.map((name) => store.meta(metaOf(name)))
  if (pieces.every((piece) => piece === undefined)) return divided(store, policy, shares)
  const opened: Uint8Array[] = []
  for (const name of policy.shares) {
    const [share, piece] = [shares.get(name), store.meta(metaOf(name))]
    if (share !== undefined && piece !== undefined && opened.length < policy.threshold)
      opened.push(openPiece(name, share, piece))
  }
  if (opened.length < policy.threshold) throw missing(policy.shares, shares, policy.threshold)
  // One piece is its own whole: the library wants two at least.
  const key = policy.threshold === 1 ? opened[0] : await combine(opened)
  for (const piece of opened) if (piece !== key) piece.fill(0)
  return secretKey(key ?? new Uint8Array(keyBytes))
}

async function divided(
  store: FrameStore,
  policy: Required<UnlockPolicy>,
  shares: Shares,
): Promise<SecretKey> {
  const { shares: names, threshold: wanted } = policy
  const held = names.flatMap((name) => shares.get(name) ?? [])
  if (held.length < names.length) throw missing(names, shares, names.length)
  const key = freshKey()
  const bytes = new Uint8Array(key.object.export())
  const pieces = wanted === 1 ? names.map(() => bytes) : await split(bytes, names.length, wanted)
  const meta = Object.fromEntries(
    names.map((name, at) => {
      const piece = new Uint8Array(pieces[at] ?? [])
      const kek = deriveKey(held[at] ?? key, 'piece')
      // A piece has a byte more than a key, its place; both parts are wrapped in one.
      const place = piece.length > keyBytes ? (piece[keyBytes] ?? 0) : 0
      const wrapped = wrapKey(secretKey(piece.slice(0, keyBytes)), kek, contextOf(name, place))
      return [metaOf(name), concat(new Uint8Array([place]), wrapped)]
    }),
  )
  store.commit({ meta })
  bytes.fill(0)
  return key
}

/**
 * Wraps the piece of one share under another in its place, in one commit; the key and the other pieces stay. Doing it again where it
 * was done changes nothing.
 *
 * @throws {VaultError} `VAULT_UNLOCK_REFUSED` where neither share opens the piece
 */
export function replacePiece(
  store: FrameStore,
  name: string,
  { before, after }: { before: SecretKey; after: SecretKey },
): void {
  const kept = store.meta(metaOf(name)) ?? new Uint8Array()
  try {
    openPiece(name, after, kept).fill(0)
    return
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
  }
  const place = kept[0] ?? 0
  const piece = openPiece(name, before, kept)
  const key = secretKey(piece.slice(0, keyBytes))
  piece.fill(0)
  const wrapped = wrapKey(key, deriveKey(after, 'piece'), contextOf(name, place))
  store.commit({ meta: { [metaOf(name)]: concat(new Uint8Array([place]), wrapped) }, scrub: true })
}

function openPiece(name: string, share: SecretKey, piece: Uint8Array): Uint8Array {
  const place = piece[0] ?? 0
  try {
    const key = unwrapKey(piece.subarray(1), deriveKey(share, 'piece'), contextOf(name, place))
    return concat(key.object.export(), place === 0 ? new Uint8Array() : new Uint8Array([place]))
  } catch (cause) {
    const why = `the share "${name}" is not the one that the store was made with`
    throw new VaultError('VAULT_UNLOCK_REFUSED', `Cannot unlock: ${why}; nothing was changed`, { cause })
  }
}

function metaOf(name: string): string {
  return `piece:${name}`
}

function contextOf(name: string, place: number): string {
  return `piece/${name}/${place}`
}

function missing(names: readonly string[], shares: Shares, wanted: number): VaultError {
  const held = names.filter((name) => shares.has(name))
  const found =
    held.length === 0 ? 'none is here' : `only ${held.join(', ')} ${held.length === 1 ? 'is' : 'are'} here`
  return new VaultError(
    'VAULT_SHARES_MISSING',
    `Cannot unlock: wanted ${wanted} of ${names.join(', ')}, ${found}`,
  )
}
