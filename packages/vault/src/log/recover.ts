/** Begins a log, or finds the place where writing goes on. */
import { randomBytes } from 'node:crypto'
import { type Clock, hex } from '@pericard/base'
import { VaultError } from '../errors.ts'
import { freshKey, type SecretKey } from '../keys/key.ts'
import { unwrapKey, wrapKey } from '../keys/wrap.ts'
import type { LogStore } from '../ports/log-store.ts'
import type { LogWitness } from './entry.ts'
import {
  type Checkpoint,
  encodeIndex,
  indexFaults,
  type LogIndex,
  noHash,
  readIndex,
  resumeContext,
  seedContext,
  segmentHead,
  segmentHeadBytes,
  type SegmentRow,
} from './log-index.ts'
import type { LogKeys } from './log-keys.ts'
import { type SegmentState, walkSegment } from './segment.ts'
import { ahead, boundOf, emptied, faultAt, headFault, type LogFault, segmentBytes, strayOf } from './walk.ts'

/** Where writing goes on. `cut` is how many bytes of what a crash left were taken away. */
export interface Recovered {
  readonly index: LogIndex
  readonly state: SegmentState
  readonly cut: number
}

/** Makes seed, row and first checkpoint of a segment; nothing is written yet. */
export function beginSegment(
  log: string,
  keys: LogKeys,
  place: Omit<SegmentRow, 'seed' | 'end'>,
): { row: SegmentRow; checkpoint: Checkpoint; state: SegmentState } {
  const seed = freshKey()
  const row = { ...place, seed: hex(keys.seeds.seal(seed, seedContext(log, place.segment))) }
  const head = { sequence: place.first - 1, hash: place.previous }
  const state = { offset: segmentHeadBytes, head, chain: seed }
  return { row, state, checkpoint: checkpointOf(log, keys, place.segment, state) }
}

/** What a start needs to go on from a place. The state in it leads to no line before the place. */
export function checkpointOf(log: string, keys: LogKeys, segment: number, state: SegmentState): Checkpoint {
  const { offset, head, chain } = state
  const wrapped = wrapKey(chain, keys.resume, resumeContext(log, segment, offset))
  return { offset, sequence: head.sequence, hash: head.hash, chain: hex(wrapped) }
}

/** Begins a log in an empty store. */
export function beginLog(store: LogStore, keys: LogKeys, clock: Clock): Recovered {
  const log = hex(randomBytes(16))
  const { row, checkpoint, state } = beginSegment(log, keys, {
    ...{ segment: 1, first: 1, previous: noHash, since: clock.now() },
  })
  const retired = { segments: 0, sequence: 0, until: 0 }
  const index: LogIndex = { log, generation: keys.generation, retired, rows: [row], checkpoint }
  store.replaceIndex(encodeIndex(index, keys.index))
  store.create(row.segment, segmentHead(log, row))
  return { index, state, cut: 0 }
}

/**
 * Finds where writing goes on, and takes away what a crash left. Reads the last segment alone, from its checkpoint.
 *
 * @returns undefined for a store that nothing was written to
 * @throws {VaultError} `VAULT_LOG_BROKEN`; nothing was changed
 */
export function recoverLog(
  store: LogStore,
  keys: LogKeys,
  witnesses: readonly LogWitness[],
): Recovered | undefined {
  const index = readIndex(store, keys.index)
  if (index === undefined) {
    const missed = ahead(witnesses, 0)
    if (missed !== undefined) throw broken(emptied(missed))
    return undefined
  }
  if (typeof index === 'string') throw broken({ code: index, message: indexFaults[index] })
  const row = index.rows.at(-1)
  if (row === undefined) throw broken({ code: 'LOG_INDEX_FORGED', message: 'The index names no segment' })
  const missing = missingOf(store, index)
  if (missing !== undefined) throw broken(missing)
  const stray = strayOf(store, index, { sequence: index.checkpoint.sequence, hash: index.checkpoint.hash })
  if (stray !== undefined) throw broken(stray)
  const bytes = segmentBytes(store, index, row)
  const wrong = headFault(index, row, bytes)
  if (wrong !== undefined || bytes === undefined) throw broken(wrong)
  const walk = walkSegment(bytes, resumedState(index, row, keys), witnesses, boundOf(index, row))
  let step = walk.next()
  while (step.done !== true) step = walk.next()
  const { state, stop } = step.value
  if (stop !== undefined && stop.code !== 'LOG_TAIL_UNFINISHED') throw broken(faultAt(row, state, stop))
  const cut = bytes.length - state.offset
  if ((store.read(row.segment, segmentHeadBytes)?.length ?? 0) < segmentHeadBytes)
    store.create(row.segment, segmentHead(index.log, row))
  else if (cut > 0) store.truncate(row.segment, state.offset)
  // A crash may have come between the death of their keys and this.
  for (const old of store.segments()) if (old <= index.retired.segments) store.remove(old)
  return { index, state, cut }
}

/** A closed segment that is not there. */
function missingOf(store: LogStore, index: LogIndex): LogFault | undefined {
  const there = new Set(store.segments())
  const row = index.rows.find(({ segment, end }) => end !== undefined && !there.has(segment))
  return row === undefined ? undefined : headFault(index, row, undefined)
}

function resumedState({ log, checkpoint }: LogIndex, { segment }: SegmentRow, keys: LogKeys): SegmentState {
  const { offset, sequence, hash } = checkpoint
  const wrapped = new Uint8Array(Buffer.from(checkpoint.chain, 'hex'))
  let chain: SecretKey
  try {
    chain = unwrapKey(wrapped, keys.resume, resumeContext(log, segment, offset))
  } catch (cause) {
    const message = 'The key of its last segment does not open with the keys given'
    throw broken({ code: 'LOG_KEY_MISSING', message }, cause)
  }
  return { offset, head: { sequence, hash }, chain }
}

function broken(fault: Pick<LogFault, 'code' | 'message'> | undefined, cause?: unknown): VaultError {
  const found = `${fault?.code ?? 'LOG_SEGMENT_MISSING'}). ${fault?.message ?? 'The last segment is missing'}`
  return new VaultError(
    'VAULT_LOG_BROKEN',
    `Cannot go on with the log (${found}. Keep it for inquiry and move it away; nothing was changed`,
    { cause },
  )
}
