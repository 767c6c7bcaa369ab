/** The sealed log: encrypted, hash-chained, forward-secure, driven by sequence and not by time (docs/specs/sealed-log.md). */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { type Bytes, type Clock, concat, fromUtf8, hex, utf8 } from '@pericard/base'
import { VaultError } from '../errors.ts'
import { deriveKey, type SecretKey } from '../keys/key.ts'
import type { LogStore } from '../ports/log-store.ts'
import { tagBytes } from '../keys/wrap.ts'

const magic = utf8('PCLOG1')
/** magic 6, log id 16. */
const startBytes = 22
/** length 4, sequence 8, hash of the line before 32; then a MAC of these 16. */
const macAt = 44
const lineHeadBytes = 60
/** One line in bytes: what an application may make us write at once. */
export const logLineBytesMax: number = 16 * 1024
/** Each line has a key of its own, so one nonce serves them all (NIST SP 800-38D, 8.2). */
const nonce = new Uint8Array(12)

export interface LogEntry {
  /** Milliseconds since the epoch, as the device saw it; order is by sequence alone. */
  readonly at: number
  readonly level: 'info' | 'warning' | 'error' | 'security'
  readonly event: string
  readonly detail: string
}

export interface ReadEntry extends LogEntry {
  readonly sequence: number
}

/** Where a log ends. Kept elsewhere (vault store, fleet), it shows that lines were cut off at the end. */
export interface LogHead {
  readonly sequence: number
  /** SHA-256 of the last line, hex. */
  readonly hash: string
}

export type LogFault =
  | 'LOG_FORMAT_UNKNOWN'
  | 'LOG_LINE_FORGED'
  | 'LOG_LINE_MISSING'
  | 'LOG_CHAIN_BROKEN'
  | 'LOG_TAIL_UNFINISHED'
  | 'LOG_TAIL_CUT'

export interface LogVerdict {
  /** Entries up to the fault. */
  readonly entries: readonly ReadEntry[]
  readonly head: LogHead
  /** `LOG_TAIL_UNFINISHED` is what a crash leaves; everything else is tampering or a damaged medium. */
  readonly fault?: { readonly code: LogFault; readonly sequence: number; readonly message: string }
  /** Bytes of whole, genuine lines. */
  readonly soundBytes: number
}

/**
 * Reads a whole log and says where it breaks. `anchor` is a head seen earlier: a log that ends before it was cut.
 *
 * Detected: flipped bits and foreign lines (tag), gaps, reordering and duplicates (sequence and chain), a log of another device
 * (log id in every key), a tail cut off (anchor). Half a line at the very end is what a crash leaves.
 */
export function readLog(bytes: Bytes, logKey: SecretKey, anchor?: LogHead): LogVerdict {
  const entries: ReadEntry[] = []
  let head: LogHead = { sequence: 0, hash: hex(new Uint8Array(32)) }
  const stop = (code: LogFault, soundBytes: number, why: string): LogVerdict => {
    const sequence = head.sequence + 1
    return { entries, head, soundBytes, fault: { code, sequence, message: `Line ${sequence}: ${why}` } }
  }
  if (bytes.length < startBytes) {
    if (anchor !== undefined && anchor.sequence > 0)
      return stop('LOG_TAIL_CUT', 0, `the log is empty, ${anchor.sequence} lines were seen before`)
    return bytes.length === 0
      ? { entries, head, soundBytes: 0 }
      : stop('LOG_TAIL_UNFINISHED', 0, 'the log was never begun')
  }
  if (hex(bytes.subarray(0, magic.length)) !== hex(magic))
    return stop('LOG_FORMAT_UNKNOWN', 0, 'this is not a sealed log of version 1')
  const logId = bytes.slice(magic.length, startBytes)
  let chain = deriveKey(logKey, 'log', logId)
  let at = startBytes
  while (at < bytes.length) {
    if (bytes.length - at < lineHeadBytes) return stop('LOG_TAIL_UNFINISHED', at, 'its head is not whole')
    const view = new DataView(bytes.buffer, bytes.byteOffset + at)
    const key = deriveKey(chain, 'line')
    // The head has a MAC of its own: a forged length must not make the rest of the log look like an unfinished line.
    if (!headIsGenuine(bytes.subarray(at, at + lineHeadBytes), key)) {
      if (bytes.subarray(at).every((byte) => byte === 0))
        return stop('LOG_TAIL_UNFINISHED', at, 'only zeros were written')
      return stop(...misplaced(view, head, at))
    }
    const end = at + lineHeadBytes + view.getUint32(0)
    if (end > bytes.length) return stop('LOG_TAIL_UNFINISHED', at, 'its body is not whole')
    const sequence = head.sequence + 1
    const line = bytes.slice(at, end)
    if (hex(line.subarray(12, macAt)) !== head.hash)
      return stop('LOG_CHAIN_BROKEN', at, 'it does not follow from the line before')
    const entry = openLine(line, key)
    if (entry === undefined) return stop('LOG_LINE_FORGED', at, 'its tag does not match')
    entries.push({ ...entry, sequence })
    head = { sequence, hash: createHash('sha256').update(line).digest('hex') }
    chain = deriveKey(chain, 'next')
    at = end
    if (anchor?.sequence === sequence && anchor.hash !== head.hash) {
      return stop('LOG_CHAIN_BROKEN', at, 'the line before it is not the one that was seen')
    }
  }
  if (anchor !== undefined && anchor.sequence > head.sequence)
    return stop('LOG_TAIL_CUT', at, `the log ends here, line ${anchor.sequence} was seen before`)
  return { entries, head, soundBytes: at }
}

/** What is wrong with a head whose MAC does not match: another line stands here, or this one was altered. */
function misplaced(view: DataView, head: LogHead, at: number): [LogFault, number, string] {
  const claims = Number(view.getBigUint64(4))
  if (claims === head.sequence + 1)
    return ['LOG_LINE_FORGED', at, 'its head was altered, or the log is of another device']
  return ['LOG_LINE_MISSING', at, `line ${claims} stands here: lines were dropped, moved or repeated`]
}

function macOf(head: Bytes, key: SecretKey): Bytes {
  return new Uint8Array(
    createHmac('sha256', key.object)
      .update(head.subarray(0, macAt))
      .digest()
      .subarray(0, lineHeadBytes - macAt),
  )
}

function headIsGenuine(head: Bytes, key: SecretKey): boolean {
  return timingSafeEqual(head.subarray(macAt), macOf(head, key))
}

function openLine(line: Bytes, key: SecretKey): LogEntry | undefined {
  const decipher = createDecipheriv('aes-256-gcm', key.object, nonce, { authTagLength: tagBytes })
  decipher.setAAD(line.subarray(0, lineHeadBytes))
  decipher.setAuthTag(line.subarray(line.length - tagBytes))
  try {
    const plain = concat(
      decipher.update(line.subarray(lineHeadBytes, line.length - tagBytes)),
      decipher.final(),
    )
    return JSON.parse(fromUtf8(plain) ?? 'null') as LogEntry
  } catch {
    return undefined
  }
}

/** Writes a sealed log. One writer. */
export class SealedLog {
  readonly #store: LogStore
  readonly #clock: Clock
  #chain: SecretKey
  #head: LogHead

  private constructor(store: LogStore, clock: Clock, chain: SecretKey, head: LogHead) {
    this.#store = store
    this.#clock = clock
    this.#chain = chain
    this.#head = head
  }

  /**
   * Opens the log for writing after reading all of it. What a crash left half-written is cut off and said in the log; a log that
   * was tampered with is not written on.
   *
   * @throws {VaultError} `VAULT_LOG_BROKEN`
   */
  static open(store: LogStore, logKey: SecretKey, clock: Clock, anchor?: LogHead): SealedLog {
    const bytes = store.read()
    const verdict = readLog(bytes, logKey, anchor)
    const { fault, head, soundBytes } = verdict
    if (fault !== undefined && fault.code !== 'LOG_TAIL_UNFINISHED') {
      throw new VaultError(
        'VAULT_LOG_BROKEN',
        `Cannot go on with the log (${fault.code}). ${fault.message}. Keep it for inquiry and move it away`,
      )
    }
    if (anchor !== undefined && anchor.sequence > head.sequence) {
      throw new VaultError(
        'VAULT_LOG_BROKEN',
        `Cannot go on with the log (LOG_TAIL_CUT). Line ${anchor.sequence} was seen before, it ends with ${head.sequence}`,
      )
    }
    if (soundBytes < bytes.length) store.truncate(soundBytes)
    let start = bytes.slice(0, startBytes)
    if (soundBytes === 0) {
      start = concat(magic, randomBytes(16))
      store.append(start)
    }
    let chain = deriveKey(logKey, 'log', start.slice(magic.length))
    for (let line = 0; line < head.sequence; line++) chain = deriveKey(chain, 'next')
    const log = new SealedLog(store, clock, chain, head)
    if (fault !== undefined)
      log.append({
        level: 'warning',
        event: 'log-recovered',
        detail: `${bytes.length - soundBytes} bytes of an unfinished line cut off`,
      })
    return log
  }

  get head(): LogHead {
    return this.#head
  }

  /**
   * Appends an entry durably. The key of the line leads to no earlier one and is forgotten: whoever takes the device over
   * later can neither read nor rewrite what was logged before with what is in memory.
   *
   * @throws {VaultError} `VAULT_RECORD_TOO_LARGE`
   */
  append(entry: Omit<LogEntry, 'at'>): void {
    const plain = utf8(JSON.stringify({ at: this.#clock.now(), ...entry }))
    if (plain.length > logLineBytesMax) {
      throw new VaultError(
        'VAULT_RECORD_TOO_LARGE',
        `Cannot log "${entry.event}": ${plain.length} bytes, at most ${logLineBytesMax} are taken`,
      )
    }
    const sequence = this.#head.sequence + 1
    const head = new Uint8Array(lineHeadBytes)
    const view = new DataView(head.buffer)
    view.setUint32(0, plain.length + tagBytes)
    view.setBigUint64(4, BigInt(sequence))
    head.set(Buffer.from(this.#head.hash, 'hex'), 12)
    const key = deriveKey(this.#chain, 'line')
    head.set(macOf(head, key), macAt)
    const cipher = createCipheriv('aes-256-gcm', key.object, nonce, { authTagLength: tagBytes })
    cipher.setAAD(head)
    const line = concat(head, cipher.update(plain), cipher.final(), cipher.getAuthTag())
    this.#store.append(line)
    this.#head = { sequence, hash: createHash('sha256').update(line).digest('hex') }
    this.#chain = deriveKey(this.#chain, 'next')
  }

  close(): void {
    this.#store.close()
  }
}
