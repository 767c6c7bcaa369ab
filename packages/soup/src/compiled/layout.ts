/**
 * A compiled index is one file:
 *
 * | part | bytes |
 * |---|---|
 * | magic | `PERISOUP` |
 * | version, slot count, length of the head, CRC-32 of head and slots | 4 × u32, little-endian |
 * | head | JSON: what the records refer to by number, and facts about the data |
 * | slots | 12 each: hash of a key, place and length of its record; a length of 0 is an empty slot |
 * | records | CRC-32 of the rest, 1 byte (0 plain, 1 deflated), JSON |
 *
 * Slots are probed one after the other from `hash % count`. The checksums find a medium that loses bits, which would hide
 * advisories; against somebody who writes to it, the file has to be signed.
 */
export const magic = 'PERISOUP'
export const version = 1
export const fixedBytes = 24
export const slotBytes = 12
/** Checksum and packing, before each record. */
export const prefixBytes = 5
export const packing: { readonly plain: 0; readonly deflated: 1 } = { plain: 0, deflated: 1 }
/** Advisories in one record. Those of one package have neighbouring numbers. */
export const advisoriesPerRecord = 32

/** What a compiled index may ask of its reader. Real ones stay a tenth below. */
export const compiledLimits: Readonly<
  Record<'headBytesMax' | 'slotsMax' | 'recordBytesMax' | 'decodedMax' | 'plainBytesMax', number>
> = {
  headBytesMax: 16 * 1024 * 1024,
  slotsMax: 16 * 1024 * 1024,
  recordBytesMax: 64 * 1024 * 1024,
  /** Longer records are deflated. */
  plainBytesMax: 512,
  /** Decoded packages and advisories kept in memory. */
  decodedMax: 100_000,
}

/** Kinds of records. The kind is part of the key. */
export type Kind = 'hits' | 'product' | 'facts' | 'advisories'

const kindSeed: Readonly<Record<Kind, number>> = { hits: 1, product: 2, facts: 3, advisories: 4 }

/** FNV-1a over the UTF-16 code units of the parts of a key. */
export function hashOf(kind: Kind, first: string, second: string): number {
  let hash = Math.imul(0x811c9dc5 ^ kindSeed[kind], 0x01000193)
  for (let i = 0; i < first.length; i++) hash = Math.imul(hash ^ first.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ 0x0a, 0x01000193)
  for (let i = 0; i < second.length; i++) hash = Math.imul(hash ^ second.charCodeAt(i), 0x01000193)
  // The low bits choose the slot, and FNV mixes those least.
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) >>> 0
}

/** What the head says. */
export interface Head {
  readonly newest: number | null
  readonly advisoryCount: number
  readonly ecosystems: readonly string[]
  readonly notUnderstood: Readonly<Record<string, number>>
  readonly sources: readonly string[]
  readonly orders: readonly string[]
}
