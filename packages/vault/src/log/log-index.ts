/** The index of a sealed log: its segments with their sealed seeds, and where writing goes on (docs/specs/sealed-log.md). */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Bytes, canonicalJson, concat, fromUtf8, hex, utf8 } from '@pericard/base'
import type { SecretKey } from '../keys/key.ts'
import type { LogStore } from '../ports/log-store.ts'

export const logMagic: Bytes = utf8('PCLOG2')
const macBytes = 32
/** magic 6, log id 16, segment 8, first sequence 8, hash before 32. */
export const segmentHeadBytes = 70

/** The hash before the first block. */
export const noHash: string = '00'.repeat(32)

/** How a segment ended. */
export interface SegmentEnd {
  readonly bytes: number
  readonly last: number
  readonly hash: string
  /** The device's time when its last block was sealed, ms. */
  readonly until: number
}

export interface SegmentRow {
  readonly segment: number
  /** Sequence of its first line. */
  readonly first: number
  /** Hash of the chain before it, hex. */
  readonly previous: string
  /** Sealed seed of its ratchet, hex. */
  readonly seed: string
  /** The device's time when it was begun, ms. */
  readonly since: number
  /** Absent in the last row: the segment that is written. */
  readonly end?: SegmentEnd
}

/** A point in the last segment that was durable. Nothing before it is what a crash leaves. */
export interface Checkpoint {
  readonly offset: number
  readonly sequence: number
  readonly hash: string
  /** State of the ratchet after it, wrapped, hex. */
  readonly chain: string
}

export interface LogIndex {
  /** Random id of the log, hex. */
  readonly log: string
  readonly generation: number
  /** Segments whose keys were destroyed on purpose, and their last line. */
  readonly retired: { readonly segments: number; readonly sequence: number; readonly until: number }
  readonly rows: readonly SegmentRow[]
  readonly checkpoint: Checkpoint
}

export type IndexFault = 'LOG_INDEX_MISSING' | 'LOG_INDEX_FORGED' | 'LOG_FORMAT_UNKNOWN'

export function encodeIndex(index: LogIndex, key: SecretKey): Bytes {
  const text = utf8(canonicalJson(index))
  return concat(logMagic, macOf(text, key), text)
}

function macOf(text: Bytes, key: SecretKey): Buffer {
  return createHmac('sha256', key.object).update(text).digest()
}

/** Reads the index of a store; undefined in a store that nothing was written to. */
export function readIndex(store: LogStore, key: SecretKey): LogIndex | IndexFault | undefined {
  const bytes = store.index()
  if (bytes === undefined) return store.segments().length === 0 ? undefined : 'LOG_INDEX_MISSING'
  const at = logMagic.length + macBytes
  if (bytes.length < at) return 'LOG_INDEX_FORGED'
  if (hex(bytes.subarray(0, logMagic.length)) !== hex(logMagic)) return 'LOG_FORMAT_UNKNOWN'
  const text = bytes.slice(at)
  if (!timingSafeEqual(bytes.subarray(logMagic.length, at), macOf(text, key))) return 'LOG_INDEX_FORGED'
  // Written by us: its MAC matches.
  return JSON.parse(fromUtf8(text) ?? 'null') as LogIndex
}

/** What each fault of the index means, and what to do. */
export const indexFaults: Readonly<Record<IndexFault, string>> = {
  LOG_INDEX_MISSING:
    'There are segments and no index: it was removed. Keep the folder for inquiry and move it away',
  LOG_INDEX_FORGED: 'The index was altered, or the log is of another device. Keep the folder for inquiry',
  LOG_FORMAT_UNKNOWN: 'This is not a sealed log of version 2; a newer Pericard may read it',
}

/** What stands at the start of a segment: the index says every byte of it. */
export function segmentHead(log: string, row: SegmentRow): Bytes {
  const head = new Uint8Array(segmentHeadBytes)
  const view = new DataView(head.buffer)
  head.set(logMagic)
  head.set(Buffer.from(log, 'hex'), 6)
  view.setBigUint64(22, BigInt(row.segment))
  view.setBigUint64(30, BigInt(row.first))
  head.set(Buffer.from(row.previous, 'hex'), 38)
  return head
}

/** What binds a seed to its place. */
export function seedContext(log: string, segment: number): string {
  return `log/${log}/${segment}`
}

/** What binds the state of the ratchet to its place. */
export function resumeContext(log: string, segment: number, offset: number): string {
  return `log/${log}/${segment}/${offset}`
}
