/** The escrow of a device's keys, as it lies in the store: pieces sealed to officers (docs/specs/keys.md, "Escrow"). */
import { type Bytes, canonicalJson, fromUtf8, hex, parseJson, utf8 } from '@pericard/base'
import { fromBase64url, openSealed, sealTo, toBase64url } from '@pericard/protocol'
import {
  escrowMark,
  type FrameStore,
  type KeyTree,
  makeEscrow,
  openEscrow,
  type StoreKeys,
  VaultError,
} from '@pericard/vault'
import { z } from 'zod'
import { type Custody, custodyDigest } from './custody.ts'

const bytes64 = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .max(1_000)
const piecesMax = 16

export interface EscrowPiece {
  /** Name of the officer. */
  readonly to: string
  readonly role: string
  readonly enc: string
  readonly ct: string
}

/** Holds nothing that opens without officers: it may leave the device. */
export interface EscrowDocument {
  readonly v: 1
  readonly device: string
  /** Id of the store, hexadecimal. */
  readonly store: string
  readonly generation: number
  /** Which keys it is of. */
  readonly mark: string
  /** Digest of the custody that it was made for. */
  readonly custody: string
  /** How many pieces open it. */
  readonly needed: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly sealed: string
  readonly pieces: readonly EscrowPiece[]
}

const documentSchema: z.ZodType<EscrowDocument> = z.strictObject({
  v: z.literal(1),
  device: z.string().min(1).max(200),
  store: z.string().regex(/^[0-9a-f]{32}$/),
  generation: z.int().min(0),
  mark: z.string().regex(/^[0-9a-f]{32}$/),
  custody: z.string().regex(/^[0-9a-f]{64}$/),
  needed: z.int().min(2).max(piecesMax),
  at: z.int().min(0),
  sealed: bytes64,
  pieces: z
    .array(z.strictObject({ to: z.string().max(100), role: z.string().max(100), enc: bytes64, ct: bytes64 }))
    .min(2)
    .max(piecesMax),
})

/** Reads an escrow; undefined for anything else. */
export function readEscrow(text: string): EscrowDocument | undefined {
  try {
    return documentSchema.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}

/** The escrow that a store holds. */
export function escrowIn(store: FrameStore): EscrowDocument | undefined {
  const bytes = store.meta('escrow')
  return bytes === undefined ? undefined : readEscrow(fromUtf8(bytes) ?? '')
}

export interface EscrowOptions {
  readonly store: FrameStore
  readonly tree: KeyTree
  readonly custody: Custody
  readonly device: string
  readonly now: number
}

/**
 * Keeps the escrow that of the present keys and officers; one that is of others is overwritten. Needs nobody: pieces are sealed to
 * public keys.
 *
 * @returns whether a new one was made or the last one withdrawn
 * @throws {VaultError} the erase root has no secret; {SealingError} an officer's key is none
 */
export async function renewEscrow({ store, tree, custody, device, now }: EscrowOptions): Promise<boolean> {
  const kept = escrowIn(store)
  const { escrow: needed, officers = [] } = custody
  const holders = officers.filter(({ escrowKey }) => escrowKey !== undefined)
  if (needed === undefined) {
    if (store.meta('escrow') === undefined || kept === undefined) return false
    store.commit({ meta: { escrow: new Uint8Array() }, scrub: true })
    return true
  }
  const mark = escrowMark(tree)
  const digest = custodyDigest(custody)
  if (kept?.mark === mark && kept.custody === digest) return false
  const names = holders.map(({ name }) => name)
  const { sealed, pieces } = await makeEscrow(tree, needed, names)
  const head = { store: hex(tree.keys.storeId), generation: tree.generation, mark, custody: digest, needed }
  const handed: EscrowPiece[] = []
  for (const { name, role, escrowKey = '' } of holders) {
    const piece = pieces.get(name) ?? new Uint8Array()
    const { enc, ct } = await sealTo(fromBase64url(escrowKey) ?? new Uint8Array(), piece, aadOf(head, name))
    piece.fill(0)
    handed.push({ to: name, role, enc: toBase64url(enc), ct: toBase64url(ct) })
  }
  const document: EscrowDocument = {
    ...{ v: 1, device, ...head, at: now, sealed: toBase64url(sealed), pieces: handed },
  }
  store.commit({ meta: { escrow: utf8(JSON.stringify(document)) }, scrub: true })
  return true
}

/**
 * Opens an officer's own piece.
 *
 * @param key raw X25519 private key
 * @throws {VaultError} `VAULT_SHARES_MISSING` where no piece is for that officer; {SealingError} `SEALING_FORGED` for another's key
 */
export async function openPiece(document: EscrowDocument, name: string, key: Bytes): Promise<Bytes> {
  const piece = document.pieces.find(({ to }) => to === name)
  if (piece === undefined) {
    const holders = document.pieces.map(({ to }) => to).join(', ')
    throw new VaultError('VAULT_SHARES_MISSING', `"${name}" holds no piece; those who do: ${holders}`)
  }
  const sealed = {
    enc: fromBase64url(piece.enc) ?? new Uint8Array(),
    ct: fromBase64url(piece.ct) ?? new Uint8Array(),
  }
  return openSealed(key, sealed, aadOf(document, name))
}

/** The keys of a store from pieces of its escrow. @throws {VaultError} as `openEscrow` */
export function keysFromEscrow(
  store: FrameStore,
  { sealed }: EscrowDocument,
  pieces: readonly Bytes[],
): Promise<StoreKeys> {
  return openEscrow(store, fromBase64url(sealed) ?? new Uint8Array(), pieces)
}

/** A piece moved to another officer, store or time opens nothing there. */
function aadOf(
  {
    store,
    generation,
    mark,
    custody,
    needed,
  }: Pick<EscrowDocument, 'store' | 'generation' | 'mark' | 'custody' | 'needed'>,
  to: string,
): Bytes {
  return utf8(`pericard/1/escrow\n${canonicalJson({ store, generation, mark, custody, needed, to })}`)
}
