/** Writes a sealed log: encrypted, hash-chained, forward-secure, driven by sequence and not by time (docs/specs/sealed-log.md). */
import { type Clock, hex } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type { LogStore } from '../ports/log-store.ts'
import { blockBytesWanted, logLineBytesMax } from './block.ts'
import type { LogEntry, LogHead, LogWitness } from './entry.ts'
import { encodeIndex, type LogIndex, seedContext, segmentHead, type SegmentRow } from './log-index.ts'
import type { LogKeys } from './log-keys.ts'
import { beginLog, beginSegment, checkpointOf, recoverLog } from './recover.ts'
import { segmentBytesWanted } from './segment.ts'
import { type BlockLines, SegmentWriter } from './segment-writer.ts'

const hour = 3_600_000
/** A segment is closed after a day, so that its key can die on its day. */
const segmentAgeMax: number = 24 * hour
/** Bytes after which the next durable line writes down where a start goes on. */
const checkpointEvery: number = 128 * 1024
/** Lines that could not be written are kept up to this many characters, and counted after that. */
const waitingMax: number = 256 * 1024
/** Segments of a log, at most; the oldest is given up for the next. 1 GiB of log. */
export const segmentsMax: number = 1024

export interface LogOptions {
  /** What others have seen of this log. */
  readonly witnesses?: readonly LogWitness[]
  /** Compress blocks (zstd). Not where an attacker chooses lines beside secret ones: lengths would tell (CRIME, CVE-2012-4929). */
  readonly compress?: boolean
  /** Segments kept, at most. */
  readonly segmentsMax?: number
  /** Characters of lines that are sealed together, `blockBytesWanted` at most: what an application may lose by a power cut before `flush`. */
  readonly blockWanted?: number
}

/** One writer. */
export class SealedLog {
  readonly #store: LogStore
  readonly #clock: Clock
  readonly #segmentsMax: number
  readonly #blockWanted: number
  #keys: LogKeys
  #index: LogIndex
  readonly #writer: SegmentWriter
  #waiting = ''
  #lost = 0

  private constructor(
    store: LogStore,
    clock: Clock,
    from: { keys: LogKeys; index: LogIndex; writer: SegmentWriter },
    options: LogOptions,
  ) {
    this.#store = store
    this.#clock = clock
    this.#keys = from.keys
    this.#index = from.index
    this.#writer = from.writer
    this.#segmentsMax = options.segmentsMax ?? segmentsMax
    this.#blockWanted = Math.min(options.blockWanted ?? blockBytesWanted, blockBytesWanted)
  }

  /**
   * Opens the log for writing. Only what came after the last checkpoint is read: at most one segment. What a crash left half-written
   * is cut off and said in the log; a log that was tampered with is not written on.
   *
   * @throws {VaultError} `VAULT_LOG_BROKEN`
   */
  static open(store: LogStore, keys: LogKeys, clock: Clock, options: LogOptions = {}): SealedLog {
    const recovered = recoverLog(store, keys, options.witnesses ?? []) ?? beginLog(store, keys, clock)
    const { index, state, cut } = recovered
    const row = index.rows.at(-1)
    const writer = new SegmentWriter(store, row?.segment ?? 1, state, options.compress === true)
    const log = new SealedLog(store, clock, { keys, index, writer }, options)
    if (cut > 0)
      log.append({
        level: 'warning',
        event: 'log-recovered',
        detail: `${cut} bytes that a crash left unfinished cut off`,
      })
    return log
  }

  /** Random id of the log, hex. */
  get id(): string {
    return this.#index.log
  }

  /** Where the log ends on the medium; lines that still wait are not in it. */
  get head(): LogHead {
    return this.#writer.state.head
  }

  /**
   * Appends an entry durably, with all that waited. The key of the block leads to no earlier one and is forgotten: with what is in
   * memory later, nobody can rewrite what was logged before. If it throws, the entry is not in the log.
   *
   * @throws {VaultError} `VAULT_RECORD_TOO_LARGE`
   */
  append(entry: Omit<LogEntry, 'at'>): void {
    const text = this.#line(entry)
    const bytes = Buffer.byteLength(text)
    if (bytes > logLineBytesMax) {
      throw new VaultError(
        'VAULT_RECORD_TOO_LARGE',
        `Cannot log "${entry.event}": ${bytes} bytes, at most ${logLineBytesMax} are taken`,
      )
    }
    this.#sealWaiting()
    this.#roll()
    this.#writer.write({ text, count: 1 }, true)
    if (this.#writer.state.offset - this.#index.checkpoint.offset >= checkpointEvery) {
      // The line is durable already. Without this checkpoint the next start reads a little more.
      this.#quietly(() => this.#checkpoint())
    }
  }

  /**
   * Takes lines of an application's logger, each with its newline. They are sealed with others, and durable after `flush()` or the
   * next `append()`. A line that is too long is cut and marked; lines that cannot be written for long are counted, and the count is
   * logged: none is lost in silence.
   */
  write(lines: string): void {
    if (this.#waiting.length > waitingMax) {
      this.#lost += Math.max(1, newlines(lines))
      return
    }
    // Short ones are not even looked at: that would cost more than sealing them.
    this.#waiting += lines.length <= logLineBytesMax / 4 ? lines : this.#shortened(lines)
    // Kept and tried again with the next line: an application must not fail because its log cannot be written.
    if (this.#waiting.length >= this.#blockWanted) this.#quietly(() => this.#sealWaiting())
  }

  #shortened(lines: string): string {
    const parts = lines.split('\n')
    const short = parts.map((line) => {
      const tooLong = line.length > logLineBytesMax / 4 && Buffer.byteLength(line) > logLineBytesMax
      return tooLong ? this.#cut(line) : line
    })
    return short.join('\n')
  }

  #cut(line: string): string {
    // Escapes may double a character, and UTF-8 may triple it.
    const start = line.slice(0, logLineBytesMax / 8)
    const detail = `${Buffer.byteLength(line)} bytes, cut to: ${start}`
    return this.#line({ level: 'warning', event: 'line-cut', detail }).trimEnd()
  }

  /** Makes everything durable that was taken. */
  flush(): void {
    this.#sealWaiting()
    this.#writer.sync()
  }

  /**
   * Destroys the keys of closed segments whose lines are all older than `before`, in ms, and says so in the log. What was wrapped lies
   * on the medium until the keys are turned (`rekey`).
   *
   * @returns how many lines
   */
  retire(before: number): number {
    const { rows, retired } = this.#index
    const kept = rows.findIndex(({ end }) => end === undefined || end.until >= before)
    const last = rows[kept - 1]
    if (last?.end === undefined) return 0
    const sequence = last.end.last
    this.append({
      level: 'info',
      event: 'log-retired',
      detail: `lines ${retired.sequence + 1} to ${sequence}, by their time to keep`,
    })
    // Writing the line may have closed a segment.
    this.#drop(this.#index.rows.findIndex(({ segment }) => segment === last.segment) + 1)
    return sequence - retired.sequence
  }

  /** Wraps every seed anew under other keys; once it returned, the keys of before open nothing that is kept. Crash-safe. */
  rekey(keys: LogKeys): void {
    this.flush()
    const { log } = this.#index
    const rows = this.#index.rows.map((row) => {
      const context = seedContext(log, row.segment)
      const seed = this.#keys.seeds.open(new Uint8Array(Buffer.from(row.seed, 'hex')), context)
      // What does not open here is sealed to somebody outside, and stays as it is.
      return seed === undefined ? row : { ...row, seed: hex(keys.seeds.seal(seed, context)) }
    })
    const before = this.#keys
    this.#keys = keys
    try {
      this.#replace({ ...this.#index, rows, generation: keys.generation, checkpoint: this.#here() })
    } catch (error) {
      this.#keys = before
      throw error
    }
  }

  get generation(): number {
    return this.#index.generation
  }

  /** Makes everything durable and closes the store, also where that fails. */
  close(): void {
    try {
      this.flush()
      this.#checkpoint()
    } finally {
      this.#store.close()
    }
  }

  #sealWaiting(): void {
    while (this.#waiting !== '') {
      this.#roll()
      const block = firstBlock(this.#waiting)
      this.#writer.write(block, false)
      this.#waiting = this.#waiting.slice(block.text.length)
    }
    if (this.#lost === 0) return
    const text = this.#line({
      level: 'error',
      event: 'lines-lost',
      detail: `${this.#lost} could not be written`,
    })
    this.#writer.write({ text, count: 1 }, false)
    this.#lost = 0
  }

  #line(entry: Omit<LogEntry, 'at'>): string {
    return `${JSON.stringify({ at: this.#clock.now(), ...entry })}\n`
  }

  /** Closes a segment that is full or a day old, and begins the next. */
  #roll(): void {
    const row = this.#index.rows.at(-1)
    const { state } = this.#writer
    const now = this.#clock.now()
    if (row === undefined || state.head.sequence < row.first) return
    if (state.offset < segmentBytesWanted && now - row.since < segmentAgeMax) return
    this.#writer.sync()
    const { sequence, hash } = state.head
    const end = { bytes: state.offset, last: sequence, hash, until: Math.max(now, row.since) }
    const closed: SegmentRow[] = [...this.#index.rows.slice(0, -1), { ...row, end }]
    const begun = beginSegment(this.#index.log, this.#keys, {
      ...{ segment: row.segment + 1, first: sequence + 1, previous: hash, since: now },
    })
    this.#replace({ ...this.#index, rows: [...closed, begun.row], checkpoint: begun.checkpoint })
    this.#store.create(begun.row.segment, segmentHead(this.#index.log, begun.row))
    this.#writer.moveTo(begun.row.segment, begun.state)
    if (this.#index.rows.length > this.#segmentsMax) this.#drop(this.#index.rows.length - this.#segmentsMax)
  }

  /** Gives up the first `count` segments: first their keys, then the files that nothing opens any more. */
  #drop(count: number): void {
    const gone = this.#index.rows.slice(0, count)
    const last = gone.at(-1)
    if (last?.end === undefined) return
    const retired = { segments: last.segment, sequence: last.end.last, until: last.end.until }
    this.#replace({ ...this.#index, retired, rows: this.#index.rows.slice(count) })
    for (const { segment } of gone) this.#store.remove(segment)
  }

  #checkpoint(): void {
    this.#replace({ ...this.#index, checkpoint: this.#here() })
  }

  #here(): LogIndex['checkpoint'] {
    return checkpointOf(this.#index.log, this.#keys, this.#writer.segment, this.#writer.state)
  }

  #replace(index: LogIndex): void {
    this.#store.replaceIndex(encodeIndex(index, this.#keys.index))
    this.#index = index
  }

  #quietly(work: () => void): void {
    try {
      work()
    } catch {
      // Said at the call.
    }
  }
}

/** As many whole lines as make a block. Of what waited long there may be several blocks. */
function firstBlock(waiting: string): BlockLines {
  const isOne = waiting.length <= blockBytesWanted + logLineBytesMax
  const text = isOne ? waiting : waiting.slice(0, waiting.lastIndexOf('\n', blockBytesWanted) + 1)
  // A last line without its end counts.
  return { text, count: newlines(text) + (text.endsWith('\n') ? 0 : 1) }
}

function newlines(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++
  return count
}
