/** Keeps an envelope's history in memory that outlives the gate's process, and not the machine's power (docs/decisions/0016). */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statfsSync,
  writeSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { CriticalFunction } from '@pericard/model'
import { type EnvelopeState, envelopeAfterSafeState, initialEnvelope } from '../envelope.ts'
import { heldState, historyBytesMax, readHistory, writeHistory } from '../envelope/history.ts'
import { GuardError } from '../errors.ts'
import type { GateHistory } from './gate.ts'

/**
 * Written in place up to this length: the kernel copies within one page without a look at signals (`generic_perform_write` looks between
 * pages), so that a process killed meanwhile leaves the text before or this one.
 */
const inPlaceMax = 4096

/** TMPFS_MAGIC (linux/magic.h). */
const tmpfs = 0x0102_1994

/** Milliseconds of the machine's monotonic clock, the same for all processes of one start. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}

/**
 * The file for a function's history: in memory, since what was given to a patient does not belong on a medium in the clear, and a gate
 * has no key that a thief of the medium would not have.
 *
 * @throws {GuardError} `GUARD_MEMORY_MISSING` without such a place, or where somebody else made the folder (CWE-379)
 */
export function historyPath(dataDir: string, functionId: string): string {
  const base = ['/run', '/dev/shm'].find((path) => existsSync(path) && statfsSync(path).type === tmpfs)
  if (base === undefined)
    throw new GuardError(
      'GUARD_MEMORY_MISSING',
      'Neither /run nor /dev/shm is a tmpfs; the gate keeps its history there',
    )
  const uid = process.getuid?.() ?? 0
  let folder = join(base, `pericard-${uid}`)
  for (const part of ['', createHash('sha256').update(dataDir).digest('hex').slice(0, 16), functionId]) {
    folder = join(folder, part)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
      throw new GuardError('GUARD_MEMORY_MISSING', `${folder} is not this user’s alone; remove it`)
  }
  return join(folder, 'history')
}

/** Writes the first history of a function, with the data folder itself. A gate that finds none holds the function. */
export function installHistory(fn: CriticalFunction, path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const text = writeHistory({ function: fn.id, state: initialEnvelope(fn, monotonicMs()) })
  closeSync(replace(path, Buffer.from(text)))
}

/** One history: read once, then written before each command reaches the function. */
export class HistoryFile implements GateHistory {
  readonly #fn: CriticalFunction
  readonly #path: string
  /** The file as this process wrote it last. */
  #written: { readonly file: number; readonly length: number } | undefined
  readonly recovery: 'continued' | 'lost'
  /** What is to go on with, brought to the safe state: the function is only about to start. */
  readonly state: EnvelopeState

  /** @param now milliseconds of the monotonic clock */
  constructor(fn: CriticalFunction, path: string, now: number) {
    this.#fn = fn
    this.#path = path
    const found = readHistory(fn, textOf(path) ?? '')
    // A clock that went back is that of another start of the machine.
    const usable = found !== undefined && found.state.at <= now ? found.state : undefined
    this.recovery = usable === undefined ? 'lost' : 'continued'
    const safe = envelopeAfterSafeState(fn, usable ?? initialEnvelope(fn, now), now)
    this.state = usable === undefined ? heldState(fn, safe) : safe
  }

  /** From now on the file has this state, or still the one before. @throws if it cannot be written */
  write(state: EnvelopeState): void {
    const bytes = Buffer.from(writeHistory({ function: this.#fn.id, state }))
    if (bytes.length === this.#written?.length && bytes.length <= inPlaceMax) {
      writeWhole(this.#written.file, bytes)
      return
    }
    const before = this.#written
    this.#written = undefined
    if (before !== undefined) closeSync(before.file)
    this.#written = { file: replace(this.#path, bytes), length: bytes.length }
  }
}

/** Puts another file in its place. @returns its descriptor */
function replace(path: string, bytes: Buffer): number {
  const next = `${path}.next`
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW
  const file = openSync(next, flags, 0o600)
  try {
    writeWhole(file, bytes)
    renameSync(next, path)
    return file
  } catch (error) {
    closeSync(file)
    throw error
  }
}

/** A short write is a full memory; a history cut off would pass for a lost one. */
function writeWhole(file: number, bytes: Buffer): void {
  if (writeSync(file, bytes, 0, bytes.length, 0) !== bytes.length)
    throw new Error('the history was not written whole')
}

function textOf(path: string): string | undefined {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      if (!fstatSync(file).isFile()) return undefined
      const bytes = Buffer.alloc(historyBytesMax + 1)
      const length = readSync(file, bytes, 0, bytes.length, 0)
      return length > historyBytesMax ? undefined : bytes.toString('utf8', 0, length)
    } finally {
      closeSync(file)
    }
  } catch {
    // Whatever keeps it from being read, what the function was given is not known.
    return undefined
  }
}
