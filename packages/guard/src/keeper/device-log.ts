/** The device's sealed log as the keeper keeps it: opened before all else, anchored, retired by its time to keep. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Bytes, type Clock, fromUtf8, utf8 } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import {
  type EraseRoot,
  type LogEntry,
  type LogHead,
  type LogKeys,
  type LogVerdict,
  type LogWitness,
  openLogKeys,
  SealedLog,
  turnLogKeys,
  VaultError,
  walkLog,
} from '@pericard/vault'
import { FileLogStore } from '@pericard/vault/adapters/files'
import type { KeeperState } from './state.ts'

/** Lines that are verified before other work gets its turn. */
const verifySlice = 500
/** A busy log begins a segment now and then; more often than this while it is verified is a fault of its own. */
const verifyTriesMax = 3

export interface DeviceLogOptions {
  readonly dataDir: string
  readonly file: DeviceFile
  readonly state: KeeperState
  readonly clock: Clock
  /** Where the seeds' secret lies, if it can die there. */
  readonly eraseRoot: EraseRoot | undefined
  /** What the TPM's counter vouches for. */
  readonly anchored: Bytes | undefined
}

export class DeviceLog {
  readonly #log: SealedLog
  readonly #options: DeviceLogOptions
  /** Milliseconds that a line is kept; undefined for ever. */
  readonly #keep: number | undefined

  private constructor(log: SealedLog, options: DeviceLogOptions) {
    this.#log = log
    this.#options = options
    const { data, logging } = options.file
    const keep = data.find(({ id }) => id === logging?.log)?.keep
    this.#keep = typeof keep === 'number' ? keep : undefined
  }

  /** @throws {VaultError} a log that was tampered with, of another device, or whose key is gone; nothing was changed */
  static async open(options: DeviceLogOptions): Promise<DeviceLog> {
    const { state, clock, eraseRoot, anchored } = options
    const folder = logFolder(options.dataDir)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const store = new FileLogStore(folder)
    try {
      const keys = await openLogKeys(store, state.logKey, eraseRoot)
      const witnesses = witnessesOf(state, anchored)
      return new DeviceLog(SealedLog.open(store, keys, clock, { witnesses }), options)
    } catch (error) {
      store.close()
      throw error
    }
  }

  get head(): LogHead {
    return this.#log.head
  }

  get id(): string {
    return this.#log.id
  }

  /**
   * Reads all of the log again, a segment at a time, with pauses for the keeper's other work: what was altered while the device runs is
   * found on the device itself, and not at the next audit.
   *
   * @param seen heads that somebody outside has seen
   */
  async verify(seen: readonly LogWitness[] = []): Promise<LogVerdict> {
    const { state, eraseRoot, anchored, dataDir } = this.#options
    const store = new FileLogStore(logFolder(dataDir))
    try {
      for (let tries = 1; ; tries++) {
        const keys = await openLogKeys(store, state.logKey, eraseRoot)
        const before = store.index()
        const verdict = await walked(store, keys, [...witnessesOf(state, anchored), ...seen])
        // The log goes on meanwhile: a segment may have been begun that the index of before does not know.
        const same = Buffer.compare(before ?? new Uint8Array(), store.index() ?? new Uint8Array()) === 0
        if (verdict.fault === undefined || same || tries === verifyTriesMax) return verdict
      }
    } finally {
      store.close()
    }
  }

  /** Appends durably and writes the head into the store: a log that ends before it was cut. */
  append(entry: Omit<LogEntry, 'at'>): void {
    this.#log.append(entry)
    this.#options.state.logHead = this.#log.head
  }

  /** Moves the seeds of the log to a new secret, and destroys the one before. */
  async rotate(): Promise<void> {
    const { state, eraseRoot, clock } = this.#options
    if (eraseRoot === undefined)
      throw new VaultError(
        'VAULT_ERASE_ROOT_MISSING',
        'Cannot rotate the keys of the log: "erase-root" names nothing outside the medium that they hang on',
      )
    await turnLogKeys(this.#log, state.logKey, eraseRoot)
    state.setCounters({ 'rotated-log': clock.now() })
  }

  /** Destroys the keys of lines past their time to keep. */
  async retire(): Promise<void> {
    if (this.#keep === undefined) return
    const { clock, state, eraseRoot } = this.#options
    if (this.#log.retire(clock.now() - this.#keep) === 0) return
    state.logHead = this.#log.head
    if (eraseRoot !== undefined) await turnLogKeys(this.#log, state.logKey, eraseRoot)
  }

  close(): void {
    this.#log.close()
  }
}

async function walked(
  store: FileLogStore,
  keys: LogKeys,
  witnesses: readonly LogWitness[],
): Promise<LogVerdict> {
  const walk = walkLog(store, keys, witnesses)
  for (let lines = 1; ; lines++) {
    const step = walk.next()
    if (step.done === true) return step.value
    if (lines % verifySlice === 0) await new Promise((wake) => setImmediate(wake))
  }
}

/** Where the log of a guard's data folder lies. */
export function logFolder(dataDir: string): string {
  return join(dataDir, 'log')
}

/** The head as it is bound to the TPM's counter. */
export function headBytes({ sequence, hash }: LogHead): Bytes {
  return utf8(JSON.stringify({ sequence, hash }))
}

/** Who has seen the log of a device, on the device itself. */
export function witnessesOf(state: KeeperState, anchored: Bytes | undefined): LogWitness[] {
  const { logHead } = state
  const seen: LogWitness[] = logHead === undefined ? [] : [{ name: 'the store', head: logHead }]
  const text = anchored === undefined || anchored.length === 0 ? undefined : fromUtf8(anchored)
  // Its MAC matched.
  if (text !== undefined) seen.push({ name: "the TPM's counter", head: JSON.parse(text) as LogHead })
  return seen
}
