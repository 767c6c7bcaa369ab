/** Walks the blocks of one segment, and tells what a crash leaves from what somebody did (docs/specs/sealed-log.md). */
import { type Bytes, hex } from '@pericard/base'
import type { SecretKey } from '../keys/key.ts'
import { tagBytes } from '../keys/wrap.ts'
import {
  blockHeadBytes,
  type BlockKeys,
  chainHash,
  decodeHead,
  flagDurable,
  headIsGenuine,
  openBlock,
  turnLog,
} from './block.ts'
import type { LogHead, LogWitness } from './entry.ts'

/** A segment is closed once it has this many bytes. */
export const segmentBytesWanted: number = 1024 * 1024
/** Most bytes of a segment that are read: nobody makes us load more than we wrote. */
export const segmentBytesMax: number = segmentBytesWanted + 128 * 1024
/** How many blocks after a fault are looked for, to know whether it lay where nothing was durable yet. */
const lookAheadBlocks = 64
const lookAheadLines = 1_000_000

/** A place between two blocks: what was read up to there, and the ratchet that opens the next. */
export interface SegmentState {
  readonly offset: number
  readonly head: LogHead
  readonly chain: SecretKey
}

export interface SegmentStop {
  readonly code:
    | 'LOG_LINE_FORGED'
    | 'LOG_LINE_MISSING'
    | 'LOG_CHAIN_BROKEN'
    | 'LOG_TAIL_UNFINISHED'
    | 'LOG_TAIL_CUT'
  readonly why: string
}

export interface OpenedBlock {
  readonly first: number
  readonly lines: readonly Bytes[]
  /** After the block. */
  readonly state: SegmentState
}

/** What is known of a segment from elsewhere. */
export interface SegmentBound {
  /** Where it ends, exactly: a closed segment. */
  readonly end?: { readonly offset: number; readonly head: LogHead }
  /** What was durable: no crash explains a fault before it. */
  readonly durable?: { readonly offset: number; readonly head: LogHead }
}

/** Yields the blocks of a segment from `start`; returns where it ended, and why if not at its end. */
export function* walkSegment(
  bytes: Bytes,
  start: SegmentState,
  witnesses: readonly LogWitness[],
  bound: SegmentBound,
): Generator<OpenedBlock, { state: SegmentState; stop?: SegmentStop }> {
  let state = start
  const stopped = (stop: SegmentStop): { state: SegmentState; stop: SegmentStop } => ({
    state,
    stop: judged(stop, { bytes, state, witnesses, bound }),
  })
  while (state.offset < bytes.length) {
    const keys = turnLog(state.chain)
    const block = blockAt(bytes, state, keys)
    if ('code' in block) return stopped(block)
    const lines = openBlock(block, keys, new Uint8Array(Buffer.from(state.head.hash, 'hex')))
    if (lines === undefined)
      return stopped({ code: 'LOG_LINE_FORGED', why: 'its tag does not match: altered, or of another log' })
    const first = state.head.sequence + 1
    const previous = new Uint8Array(Buffer.from(state.head.hash, 'hex'))
    const head = { sequence: state.head.sequence + lines.length, hash: hex(chainHash(previous, block)) }
    state = { offset: state.offset + block.length, head, chain: keys.next }
    yield { first, lines, state }
    const denied = contradiction(witnesses, first, state, bound)
    if (denied !== undefined) return { state, stop: denied }
  }
  return ended(state, witnesses, bound)
}

/** The bytes of the block that begins here, whole and with a genuine head; not yet opened. */
function blockAt(bytes: Bytes, { offset, head }: SegmentState, keys: BlockKeys): Bytes | SegmentStop {
  const unfinished = (why: string): SegmentStop => ({ code: 'LOG_TAIL_UNFINISHED', why })
  const left = bytes.length - offset
  if (left < blockHeadBytes) return unfinished('its head is not whole')
  if (!headIsGenuine(bytes.subarray(offset, offset + blockHeadBytes), keys)) {
    if (bytes.subarray(offset).every((byte) => byte === 0)) return unfinished('only zeros were written')
    const { first } = decodeHead(bytes, offset)
    return first === head.sequence + 1
      ? { code: 'LOG_LINE_FORGED', why: 'its head was altered, or is of another log' }
      : { code: 'LOG_LINE_MISSING', why: 'another block stands here: lines were dropped, moved or repeated' }
  }
  const end = offset + blockHeadBytes + decodeHead(bytes, offset).length
  return end > bytes.length || end < offset + blockHeadBytes + tagBytes
    ? unfinished('its body is not whole')
    : bytes.slice(offset, end)
}

interface StopPlace {
  readonly bytes: Bytes
  readonly state: SegmentState
  readonly witnesses: readonly LogWitness[]
  readonly bound: SegmentBound
}

/**
 * A power cut leaves blocks that were never synced in any state: half, torn, zeros, or missing before later ones. That alone is
 * excused, and only after everything that is known to have been durable: the end of a closed segment, the checkpoint, what a witness
 * has seen, and any block after the fault that was written once all before it was durable. So nobody can pass a cut off as a crash
 * (the crash attack of Blass and Noubir, 2017) before the last of these.
 */
function judged(stop: SegmentStop, { bytes, state, witnesses, bound }: StopPlace): SegmentStop {
  const cut = stop.code === 'LOG_TAIL_UNFINISHED'
  if (bound.end !== undefined)
    return cut ? { code: 'LOG_TAIL_CUT', why: 'the segment was closed, and now ends before its end' } : stop
  const seen = witnesses.find(({ head }) => head.sequence > state.head.sequence)
  if (seen !== undefined) {
    const why = `${stop.why}, and ${seen.name} has seen line ${seen.head.sequence}`
    return { code: cut ? 'LOG_TAIL_CUT' : stop.code, why }
  }
  if (state.offset < (bound.durable?.offset ?? 0))
    return { code: cut ? 'LOG_TAIL_CUT' : stop.code, why: `${stop.why}, and it had been durable` }
  if (durableFollows(bytes, state)) return cut ? { code: 'LOG_LINE_FORGED', why: stop.why } : stop
  return { code: 'LOG_TAIL_UNFINISHED', why: stop.why }
}

/** Whether a genuine block comes later that was written when everything before it was durable. */
function durableFollows(bytes: Bytes, { offset, head, chain }: SegmentState): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const turns: BlockKeys[] = []
  for (let next = chain; turns.length < lookAheadBlocks; ) {
    const keys = turnLog(next)
    turns.push(keys)
    next = keys.next
  }
  for (let at = offset; at + blockHeadBytes <= bytes.length; at++) {
    // Most places are passed over by the look of them: trying all keys at each byte would take minutes.
    if (view.getUint32(at + 4) !== Math.floor((head.sequence + 1) / 2 ** 32)) continue
    const first = Number(view.getBigUint64(at + 4))
    if (first <= head.sequence || first > head.sequence + lookAheadLines) continue
    if ((view.getUint8(at + 16) & flagDurable) === 0) continue
    const found = bytes.subarray(at, at + blockHeadBytes)
    if (turns.some((keys, turn) => (turn > 0 || at > offset) && headIsGenuine(found, keys))) return true
  }
  return false
}

/** Whether what was read denies what was seen earlier. */
function contradiction(
  witnesses: readonly LogWitness[],
  first: number,
  { offset, head }: SegmentState,
  { durable }: SegmentBound,
): SegmentStop | undefined {
  const denied = witnesses.find(
    (witness) =>
      witness.head.sequence >= first &&
      witness.head.sequence <= head.sequence &&
      (witness.head.sequence !== head.sequence || witness.head.hash !== head.hash),
  )
  if (denied !== undefined)
    return {
      code: 'LOG_CHAIN_BROKEN',
      why: `it is not the line that ${denied.name} has seen: the log was written anew`,
    }
  if (durable !== undefined && offset === durable.offset && durable.head.hash !== head.hash)
    return { code: 'LOG_CHAIN_BROKEN', why: 'it is not the line that the index has seen' }
  return undefined
}

/** The bytes end between two blocks: is that where the segment ended? */
function ended(
  state: SegmentState,
  witnesses: readonly LogWitness[],
  { end, durable }: SegmentBound,
): { state: SegmentState; stop?: SegmentStop } {
  const cut = (why: string): { state: SegmentState; stop: SegmentStop } => ({
    state,
    stop: { code: 'LOG_TAIL_CUT', why },
  })
  if (end !== undefined) {
    if (state.offset < end.offset) return cut('the segment was closed, and now ends before its end')
    return end.head.hash === state.head.hash
      ? { state }
      : { state, stop: { code: 'LOG_LINE_FORGED', why: 'the segment goes on after it was closed' } }
  }
  const seen = witnesses.find(({ head }) => head.sequence > state.head.sequence)
  if (seen !== undefined)
    return cut(`the log ends here, and ${seen.name} has seen line ${seen.head.sequence}`)
  if (state.offset < (durable?.offset ?? 0)) return cut('the log ends here, and later lines had been durable')
  return { state }
}
