/** The chain that the frames of a store hang on, and what stands in the place of those that were destroyed (docs/specs/vault.md). */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Bytes, compareBytes, concat, fromUtf8, number64, readNumber64, utf8 } from '@pericard/base'
import { deriveKey, type SecretKey } from '../keys/key.ts'
import type { BridgeRow, FrameRow, FrameStore } from '../ports/frame-store.ts'
import { decodeHeader } from './frame.ts'

const hashBytes = 32
/** The hash before the first frame. */
export const genesis: Bytes = new Uint8Array(hashBytes)

/** A place between two frames. */
export interface Place {
  readonly sequence: number
  readonly hash: Bytes
}

/** One frame, or one bridge over frames that are gone. */
export interface Link {
  readonly before: Place
  readonly after: Place
  readonly row?: FrameRow
}

/** Which frames of a key the vault destroyed, and why. */
export interface Tombstone {
  readonly why: string
  readonly at: number
  /** Sequence of the last frame at that time. */
  readonly to: number
}

export interface ChainFault {
  readonly sequence: number
  readonly message: string
}

/** Authenticates what the vault writes about its frames: where they end, which keys it destroyed itself, which frames it removed. */
export class ChainKeys {
  readonly #head: SecretKey
  readonly #tombstone: SecretKey
  readonly #bridge: SecretKey

  constructor(head: SecretKey) {
    this.#head = head
    this.#tombstone = deriveKey(head, 'tombstone')
    this.#bridge = deriveKey(head, 'bridge')
  }

  /** Where the chain ends: without it, frames cut off at the end would not be missed. */
  head({ sequence, hash }: Place): Bytes {
    const place = concat(number64(sequence), hash)
    return concat(place, macOf(this.#head, place))
  }

  /** The place that a head names; undefined where it is not of this vault's hand. */
  headOf(head: Bytes): Place | undefined {
    if (head.length !== 8 + 2 * hashBytes) return undefined
    const place = { sequence: readNumber64(head.slice(0, 8)), hash: head.slice(8, 8 + hashBytes) }
    return timingSafeEqual(head, this.head(place)) ? place : undefined
  }

  /**
   * Says that the vault itself destroyed a key, with its frames up to `to`: who deletes rows on the medium leaves no such thing, and is
   * noticed. The same subject may get a new key under the same id later on the same day.
   */
  tombstone(dek: string, { why, at, to }: Tombstone): Bytes {
    const text = utf8(JSON.stringify({ why, at, to }))
    return concat(macOf(this.#tombstone, concat(utf8(dek), text)), text)
  }

  /** What a tombstone says; undefined where there is none of this vault's hand. */
  tombstoneOf(dek: string, bytes: Bytes | undefined): Tombstone | undefined {
    if (bytes === undefined || bytes.length < hashBytes) return undefined
    const text = bytes.slice(hashBytes)
    const mac = macOf(this.#tombstone, concat(utf8(dek), text))
    if (!timingSafeEqual(bytes.subarray(0, hashBytes), mac)) return undefined
    return JSON.parse(fromUtf8(text) ?? '') as Tombstone
  }

  /** Whether a frame was destroyed by the vault. */
  isDestroyed(store: FrameStore, { dek, sequence }: FrameRow): boolean {
    return sequence <= (this.tombstoneOf(dek, store.tombstone(dek))?.to ?? 0)
  }

  /** Stands in for the frames between two places. */
  bridge(before: Place, after: Place): BridgeRow {
    const places = concat(placeBytes(before), placeBytes(after))
    const value = concat(after.hash, macOf(this.#bridge, places))
    return { first: before.sequence + 1, last: after.sequence, value }
  }

  /** Where a bridge leads; undefined where it is forged, or does not begin here. */
  acrossOf(before: Place, { first, last, value }: BridgeRow): Place | undefined {
    if (value.length !== 2 * hashBytes || first !== before.sequence + 1 || last < first) return undefined
    const after = { sequence: last, hash: value.slice(0, hashBytes) }
    return timingSafeEqual(value, this.bridge(before, after).value) ? after : undefined
  }
}

function placeBytes({ sequence, hash }: Place): Bytes {
  return concat(number64(sequence), hash)
}

function macOf(key: SecretKey, bytes: Uint8Array): Buffer {
  return createHmac('sha256', key.object).update(bytes).digest()
}

/** The chain moves on by one frame. */
export function chained(header: Bytes, tag: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(header).update(tag).digest())
}

/**
 * Walks frames and bridges in their order, without opening a body; returns where the chain ends, or where it breaks first. Neither
 * a frame nor a bridge is passed that does not hang on what came before.
 */
export function* walkChain(
  store: FrameStore,
  keys: ChainKeys,
  { headersOnly }: { readonly headersOnly: boolean },
): Generator<Link, Place | ChainFault> {
  const bridges = new Map([...store.bridges()].map((bridge) => [bridge.first, bridge]))
  let place: Place = { sequence: 0, hash: genesis }
  for (const row of store.frames({ headersOnly })) {
    const across = yield* crossed(bridges, keys, place)
    if ('message' in across) return across
    place = across
    const { sequence, previous } = decodeHeader(row.header)
    const isNext = sequence === row.sequence && sequence === place.sequence + 1
    if (!isNext || compareBytes(previous, place.hash) !== 0) {
      const why = 'the chain does not lead here: frames were dropped, moved or exchanged'
      return { sequence: row.sequence, message: `Frame ${row.sequence}: ${why}` }
    }
    const after = { sequence, hash: chained(row.header, row.tag) }
    yield { before: place, after, row }
    place = after
  }
  return yield* crossed(bridges, keys, place)
}

/** Goes over the bridges that begin here. */
function* crossed(
  bridges: ReadonlyMap<number, BridgeRow>,
  keys: ChainKeys,
  from: Place,
): Generator<Link, Place | ChainFault> {
  let place = from
  for (;;) {
    const bridge = bridges.get(place.sequence + 1)
    if (bridge === undefined) return place
    const after = keys.acrossOf(place, bridge)
    if (after === undefined) return forgedBridge(bridge)
    yield { before: place, after }
    place = after
  }
}

function forgedBridge({ first }: BridgeRow): ChainFault {
  return { sequence: first, message: `Frame ${first}: what stands in its place is not of this vault's hand` }
}
