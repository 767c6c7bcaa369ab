import { type Bytes, type Clock, compareBytes, number64, readNumber64, utf8 } from '@pericard/base'
import { dayMs as day, dayOf } from './batch.ts'
import { Canaries } from './canaries.ts'
import { ChainKeys, genesis, type Place } from './chain.ts'
import { headOfStore } from './head.ts'
import { compactChain } from './compact.ts'
import { Deks } from './deks.ts'
import { VaultError } from '../errors.ts'
import { decodeHeader, openFrame, type OpenedFrame, recordBytesMax } from './frame.ts'
import type { SecretKey } from '../keys/key.ts'
import type { StoreKeys } from '../keys/key-tree.ts'
import { type ErasureReason, readErasures } from '../keys/receipt.ts'
import { type KeyUse, KeyUses } from './key-uses.ts'
import { Readers } from './readers.ts'
import { type Verdict, verifyFrames } from './verify.ts'
import { FrameWriter } from './writer.ts'
import type { DekRow, FrameQuery, FrameRow, FrameStore } from '../ports/frame-store.ts'

/** A record as applications hand it over. `data` is the id of the item in the device file, `subject` whom it is about. */
export interface VaultRecord {
  readonly data: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly bytes: Bytes
  /**
   * Compress it with others of its subject (zstd): for waveforms (FHIR SampledData), which the device itself measures. Not for what
   * somebody else can choose beside what is secret: lengths would tell (CRIME, CVE-2012-4929).
   */
  readonly compress?: boolean
}

export interface StoredRecord extends VaultRecord {
  /** Sequence of the frame that holds it; records of one frame share it. */
  readonly sequence: number
}

export interface VaultOptions {
  readonly store: FrameStore
  readonly clock: Clock
  /** From `openKeyTree`: only then has anybody shown that the shares are those of this store. */
  readonly keys: StoreKeys
  /** Retention of each data item in milliseconds; an item that is not listed cannot be stored. */
  readonly keep: ReadonlyMap<string, number | 'forever'>
  /** A canary was opened, of this item: somebody reads what belongs to nobody. */
  readonly onCanary?: (data: string) => void
}

/**
 * Sealed records with forward-secure frames, one key per data item, subject and day, and retention by the death of that key.
 * One writer; the store holds the lock.
 */
export class Vault {
  readonly #options: VaultOptions
  readonly #storeId: Bytes
  readonly #deks: Deks
  readonly #chain: ChainKeys
  readonly #canaries: Canaries
  readonly #writer: FrameWriter
  readonly #readers: Readers
  readonly #uses = new KeyUses()
  #head: Place = { sequence: 0, hash: genesis }

  private constructor(options: VaultOptions) {
    this.#options = options
    const { kek, blind, head, storeId } = options.keys
    this.#storeId = storeId
    this.#deks = new Deks(options.store, { kek, blind }, options.keep)
    this.#readers = new Readers(options.store, this.#deks)
    this.#writer = new FrameWriter(this.#deks, storeId)
    this.#chain = new ChainKeys(head)
    this.#canaries = new Canaries(blind)
  }

  /**
   * Opens the vault of a store, or begins one where the store is empty.
   *
   * @throws {VaultError} `VAULT_STORE_BROKEN` where the head does not fit the frames.
   */
  static open(options: VaultOptions): Vault {
    const vault = new Vault(options)
    vault.#head = headOfStore(options.store, vault.#chain)
    vault.expire()
    return vault
  }

  /** Sequence of the last frame. */
  get sequence(): number {
    return this.#head.sequence
  }

  /** Stores records durably: when it returns they survive a power cut. Returns the sequence of the last frame written. */
  append(records: readonly VaultRecord[]): number {
    for (const record of records) this.#check(record)
    const { frames, head, turned, used } = this.#writer.seal(records, this.#head)
    this.#options.store.commit({ ...frames, meta: { head: this.#chain.head(head) } })
    // Only now: a refused commit must leave the writer where the store is.
    this.#writer.committed(turned)
    this.#head = head
    for (const { data, dek } of used) this.#uses.sealed(data, dek)
    return head.sequence
  }

  /** What its keys were used for since this was asked last. */
  keyUses(): readonly KeyUse[] {
    return this.#uses.take()
  }

  /**
   * Stores a stream of records in batches, each durable before the next is asked for: whoever makes them is held up where the medium
   * is slower, and no more than one batch is in memory.
   *
   * @returns how many records
   */
  async appendAll(source: AsyncIterable<VaultRecord> | Iterable<VaultRecord>, batch = 500): Promise<number> {
    let waiting: VaultRecord[] = []
    let count = 0
    const store = (): void => {
      this.append(waiting)
      count += waiting.length
      waiting = []
    }
    for await (const record of source) {
      waiting.push(record)
      if (waiting.length >= batch) store()
    }
    if (waiting.length > 0) store()
    return count
  }

  /** Records of one item and subject within a time range, oldest frame first; one frame is in memory at a time. */
  *read(query: { data: string; subject: string; from: number; to: number }): Iterable<StoredRecord> {
    this.expire()
    for (let start = dayOf(query.from); start <= dayOf(query.to); start += day) {
      for (let generation = 0; ; generation++) {
        const id = this.#deks.id(query.data, query.subject, start, generation)
        if (this.#options.store.dek(id) === undefined) break
        for (const record of this.#recordsOf({ dek: id })) {
          if (record.at >= query.from && record.at <= query.to) yield record
        }
      }
    }
  }

  /** Records of frames after `sequence`, for sending; at most `frames` frames. Canaries are not among them. */
  *after(sequence: number, frames: number): Iterable<StoredRecord> {
    this.expire()
    for (const record of this.#recordsOf({ afterSequence: sequence, limit: frames }))
      if (!this.#canaries.is(record)) yield record
  }

  /**
   * Stores a record that belongs to nobody and that nobody has a reason to read, under a subject that looks like others. Opening it
   * is reported (`onCanary`): whoever reads all there is, reads it too (CWE-778; MITRE D3FEND, decoy object).
   *
   * @returns the invented subject
   */
  plantCanary(record: Omit<VaultRecord, 'subject'>): string {
    const subject = this.#canaries.subject(record.data)
    this.append([{ ...record, subject }])
    return subject
  }

  /** Whether a canary of an item is there. */
  hasCanary(data: string, at: number): boolean {
    const id = this.#deks.id(data, this.#canaries.subject(data), dayOf(at), 0)
    return this.#options.store.dek(id) !== undefined
  }

  /**
   * Removes what is left of frames whose keys were destroyed, and puts bridges in their place, over which the chain can still be walked.
   *
   * @returns how many frames were removed
   * @throws {VaultError} `VAULT_STORE_BROKEN` where the chain does not hold: nothing is removed that could be evidence
   */
  compact(): number {
    return compactChain(this.#options.store, this.#chain, this.#head)
  }

  /** A small value of the keeper (a send cursor, a boot epoch), durable; numbers only, never patient data. */
  setCounter(name: string, value: number): void {
    this.#options.store.commit({ meta: { [`counter:${name}`]: number64(value) } })
  }

  counter(name: string): number {
    const bytes = this.#options.store.meta(`counter:${name}`)
    return bytes === undefined ? 0 : readNumber64(bytes)
  }

  /** Destroys the keys whose time has come, and with them what they sealed. Returns how many. */
  expire(): number {
    const now = this.#options.clock.now()
    return this.#drop('expiry', (row) => row.expires !== undefined && row.expires <= now)
  }

  /** Destroys all keys of one subject. */
  deleteSubject(subject: string): number {
    const blind = this.#deks.subject(subject)
    return this.#drop('subject', (row) => row.subject === blind)
  }

  /** Destroys all keys. */
  wipe(): number {
    return this.#drop('wipe', () => true)
  }

  /** Walks the whole chain and opens every frame whose key lives. */
  verify(): Verdict {
    return verifyFrames(this.#options.store, this.#chain, this.#head, (row) => {
      if (row.body !== undefined) this.#open(row, row.body)
      else this.#mustBeDestroyed(row)
    })
  }

  close(): void {
    this.#options.store.close()
  }

  *#recordsOf(query: FrameQuery): Iterable<StoredRecord> {
    for (const row of this.#options.store.frames(query)) {
      if (row.body === undefined) {
        this.#mustBeDestroyed(row)
        continue
      }
      const { data, subject, records } = this.#open(row, row.body)
      if (query.dek !== undefined && this.#canaries.is({ data, subject })) this.#options.onCanary?.(data)
      for (const { at, bytes } of records) yield { data, subject, at, bytes, sequence: row.sequence }
    }
  }

  #open(row: FrameRow, body: Bytes): OpenedFrame {
    const { step, store } = decodeHeader(row.header)
    if (compareBytes(store, this.#storeId) !== 0) {
      throw new VaultError(
        'VAULT_STORE_FOREIGN',
        `Cannot open frame ${row.sequence}: it comes from another store`,
      )
    }
    const key = this.#readers.keyOf(row.dek, step, row.sequence)
    const opened = openFrame({ header: row.header, body, tag: row.tag }, key)
    this.#uses.opened(opened.data, row.dek)
    return opened
  }

  /** A body may be missing only by the vault's own hand: all else is tampering. */
  #mustBeDestroyed(row: FrameRow): void {
    if (this.#chain.isDestroyed(this.#options.store, row)) return
    throw new VaultError(
      'VAULT_RECORD_FORGED',
      `Cannot open frame ${row.sequence}: its body is gone, and not by the vault`,
    )
  }

  #check(record: VaultRecord): void {
    if (!this.#options.keep.has(record.data)) {
      throw new VaultError(
        'VAULT_DATA_UNKNOWN',
        `Cannot store a record of "${record.data}": the device file names no such data`,
      )
    }
    if (record.bytes.length > recordBytesMax) {
      const sizes = `${record.bytes.length} bytes, at most ${recordBytesMax} are taken`
      throw new VaultError('VAULT_RECORD_TOO_LARGE', `Cannot store a record of "${record.data}": ${sizes}`)
    }
  }

  /**
   * Wraps every key that lives under another KEK, together with what else changes with it: one commit, so that a crash leaves one
   * KEK or the other. Reading and writing go on under the new one.
   */
  rewrap({ kek, meta }: { readonly kek: SecretKey; readonly meta: Readonly<Record<string, Bytes>> }): number {
    const { store } = this.#options
    const putDeks = [...store.deks()].map((row) => this.#deks.under(kek, row))
    const putCheckpoints = [...store.checkpoints()].map((row) => this.#deks.checkpointUnder(kek, row))
    store.commit({ putDeks, putCheckpoints, meta, scrub: true })
    this.#deks.use(kek)
    this.#writer.forget()
    this.#readers.forget()
    return putDeks.length
  }

  #drop(why: ErasureReason, which: (row: DekRow) => boolean): number {
    const { store, clock } = this.#options
    const at = clock.now()
    const gone = [...store.deks()].filter(which).map(({ id }) => id)
    if (gone.length === 0) return 0
    const mark = { why, at, to: this.#head.sequence }
    const dropDeks = gone.map((id) => ({ id, tombstone: this.#chain.tombstone(id, mark) }))
    // In the same commit: an erasure whose root still lives is never forgotten.
    const due = [...readErasures(store.meta('erasure-due')), { why, keys: gone.length, at }]
    store.commit({ dropDeks, meta: { 'erasure-due': utf8(JSON.stringify(due)) } })
    this.#writer.forget()
    this.#readers.forget()
    return gone.length
  }
}
