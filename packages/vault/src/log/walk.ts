/** Reads a sealed log from its first kept line, and says where it breaks (docs/specs/sealed-log.md). */
import { type Bytes, hex } from '@pericard/base'
import type { SecretKey } from '../keys/key.ts'
import type { LogStore } from '../ports/log-store.ts'
import { type LogHead, type LogWitness, type ReadEntry, readLine } from './entry.ts'
import {
  type IndexFault,
  indexFaults,
  type LogIndex,
  noHash,
  readIndex,
  seedContext,
  segmentHead,
  segmentHeadBytes,
  type SegmentRow,
} from './log-index.ts'
import type { LogKeys } from './log-keys.ts'
import { type SegmentStop, type SegmentState, segmentBytesMax, walkSegment } from './segment.ts'

export type LogFaultCode =
  | IndexFault
  | SegmentStop['code']
  | 'LOG_SEGMENT_MISSING'
  | 'LOG_SEGMENT_FOREIGN'
  | 'LOG_KEY_MISSING'

/** Where and how a log breaks. Everything before it is genuine. */
export interface LogFault {
  readonly code: LogFaultCode
  readonly segment: number
  /** Bytes from the start of the segment. */
  readonly offset: number
  /** The first line that is not as it was written. */
  readonly sequence: number
  readonly message: string
}

export interface LogVerdict {
  /** Genuine lines that are still kept. */
  readonly lines: number
  readonly head: LogHead
  /** Lines up to this one were retired by key death, as their time to keep says. */
  readonly retired: number
  /** `LOG_TAIL_UNFINISHED` is what a crash leaves; everything else is tampering or a damaged medium. */
  readonly fault?: LogFault
  /** How often the device's clock went backwards, and the first line after it did: said, since order is by sequence. */
  readonly clockSetBack: { readonly times: number; readonly first?: number }
}

/**
 * Walks all of a log, one segment in memory at a time, yielding its entries; returns the verdict.
 *
 * Detected: flipped bits and foreign blocks (tags), gaps, reordering, duplicates (sequence, ratchet, chain), blocks sealed anew with a
 * key of today (ratchet), segments and index of another device, a tail or a segment cut off, and an older copy of all of it, as far
 * as a witness has seen more.
 */
export function* walkLog(
  store: LogStore,
  keys: LogKeys,
  witnesses: readonly LogWitness[] = [],
): Generator<ReadEntry, LogVerdict> {
  const index = readIndex(store, keys.index)
  const nothing = { lines: 0, head: { sequence: 0, hash: noHash }, retired: 0, clockSetBack: { times: 0 } }
  if (index === undefined) {
    const missed = ahead(witnesses, 0)
    return missed === undefined ? nothing : { ...nothing, fault: emptied(missed) }
  }
  if (typeof index === 'string') {
    const where = { segment: 0, offset: 0, sequence: 1 }
    return { ...nothing, fault: { ...where, code: index, message: indexFaults[index] } }
  }
  const clock = new ClockWatch()
  let lines = 0
  let head: LogHead = { sequence: index.retired.sequence, hash: index.rows[0]?.previous ?? noHash }
  const verdict = (fault?: LogFault): LogVerdict => ({
    ...{ lines, head, retired: index.retired.sequence, clockSetBack: clock.seen },
    ...(fault === undefined ? {} : { fault }),
  })
  for (const row of index.rows) {
    const opened = openSegment(store, keys, index, row)
    if ('code' in opened) return verdict(opened)
    const walk = walkSegment(opened.bytes, opened.start, witnesses, boundOf(index, row))
    for (;;) {
      const step = walk.next()
      if (step.done === true) {
        head = step.value.state.head
        const { stop } = step.value
        if (stop !== undefined) return verdict(faultAt(row, step.value.state, stop))
        break
      }
      head = step.value.state.head
      let sequence = step.value.first
      for (const line of step.value.lines) {
        const entry = { ...readLine(line), sequence }
        clock.see(entry)
        lines++
        yield entry
        sequence++
      }
    }
  }
  return verdict(strayOf(store, index, head))
}

/** The verdict alone. */
export function verifyLog(store: LogStore, keys: LogKeys, witnesses: readonly LogWitness[] = []): LogVerdict {
  const walk = walkLog(store, keys, witnesses)
  for (;;) {
    const step = walk.next()
    if (step.done === true) return step.value
  }
}

/** What the index says of where a segment ends, or of what was durable in the last one. */
export function boundOf(
  index: LogIndex,
  row: SegmentRow,
): { end?: { offset: number; head: LogHead }; durable?: { offset: number; head: LogHead } } {
  const { end } = row
  if (end !== undefined) return { end: { offset: end.bytes, head: { sequence: end.last, hash: end.hash } } }
  const { offset, sequence, hash } = index.checkpoint
  return { durable: { offset, head: { sequence, hash } } }
}

function openSegment(
  store: LogStore,
  keys: LogKeys,
  index: LogIndex,
  row: SegmentRow,
): LogFault | { bytes: Bytes; start: SegmentState } {
  const bytes = segmentBytes(store, index, row)
  const fault = headFault(index, row, bytes)
  if (fault !== undefined) return fault
  const chain = seedOf(keys, index, row)
  if (bytes === undefined || chain === undefined)
    return segmentFault(row, 'LOG_KEY_MISSING', 'its key does not open with the keys given')
  const head = { sequence: row.first - 1, hash: row.previous }
  return { bytes, start: { offset: segmentHeadBytes, head, chain } }
}

function segmentFault(row: SegmentRow, code: LogFaultCode, why: string): LogFault {
  return {
    ...{ code, segment: row.segment, offset: 0, sequence: row.first },
    message: `Segment ${row.segment}, from line ${row.first}: ${why}`,
  }
}

/** What is wrong with a segment before its first block. */
export function headFault(index: LogIndex, row: SegmentRow, bytes: Bytes | undefined): LogFault | undefined {
  if (bytes === undefined) return segmentFault(row, 'LOG_SEGMENT_MISSING', 'it is not there')
  return hex(bytes.subarray(0, segmentHeadBytes)) === hex(segmentHead(index.log, row))
    ? undefined
    : segmentFault(row, 'LOG_SEGMENT_FOREIGN', 'its head is another one: of another log or place, or altered')
}

function seedOf(keys: LogKeys, index: LogIndex, row: SegmentRow): SecretKey | undefined {
  return keys.seeds.open(new Uint8Array(Buffer.from(row.seed, 'hex')), seedContext(index.log, row.segment))
}

/**
 * The bytes of a segment. The last one is named in the index before it exists: where nothing durable was written to it yet, a crash
 * may have come in between.
 */
export function segmentBytes(store: LogStore, index: LogIndex, row: SegmentRow): Bytes | undefined {
  const bytes = store.read(row.segment, segmentBytesMax)
  const begun = bytes !== undefined && bytes.length >= segmentHeadBytes
  const justNamed = row.end === undefined && index.checkpoint.offset === segmentHeadBytes
  return !begun && justNamed ? segmentHead(index.log, row) : bytes
}

/** A segment that the index does not know: the index is older than the log, or somebody put it there. */
export function strayOf(store: LogStore, index: LogIndex, head: LogHead): LogFault | undefined {
  const last = index.rows.at(-1)?.segment ?? 0
  const stray = store.segments().find((segment) => segment > last)
  if (stray === undefined) return undefined
  const why = 'the index does not know it: the index was set back, or the segment is a foreign one'
  return {
    ...{ code: 'LOG_SEGMENT_FOREIGN', segment: stray, offset: 0, sequence: head.sequence + 1 },
    message: `Segment ${stray}: ${why}`,
  }
}

/** The witness that has seen most, if it has seen more than there is. */
export function ahead(witnesses: readonly LogWitness[], sequence: number): LogWitness | undefined {
  const most = witnesses.toSorted((a, b) => b.head.sequence - a.head.sequence)[0]
  return most !== undefined && most.head.sequence > sequence ? most : undefined
}

export function emptied({ name, head }: LogWitness): LogFault {
  return {
    ...{ code: 'LOG_TAIL_CUT', segment: 1, offset: 0, sequence: 1 },
    message: `Line 1: the log is empty, and ${name} has seen line ${head.sequence}`,
  }
}

export function faultAt(row: SegmentRow, { offset, head }: SegmentState, stop: SegmentStop): LogFault {
  const sequence = head.sequence + (stop.code === 'LOG_CHAIN_BROKEN' ? 0 : 1)
  return {
    ...{ code: stop.code, segment: row.segment, offset, sequence },
    message: `Line ${sequence} (segment ${row.segment}, byte ${offset}): ${stop.why}`,
  }
}

/** A second is what clocks are corrected by without anybody noticing. */
const setBackMin = 1_000

class ClockWatch {
  #latest = 0
  #times = 0
  #first: number | undefined

  see({ at, sequence }: ReadEntry): void {
    if (at === 0) return
    if (at < this.#latest - setBackMin) {
      this.#times++
      this.#first ??= sequence
    }
    this.#latest = at
  }

  get seen(): LogVerdict['clockSetBack'] {
    return { times: this.#times, ...(this.#first === undefined ? {} : { first: this.#first }) }
  }
}
