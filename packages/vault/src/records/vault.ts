import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Bytes, type Clock, compareBytes, concat, number64, readNumber64, utf8 } from '@pericard/base'
import { dayMs as day, dayOf, type Group, grouped } from './batch.ts'
import { Deks, type OpenDek, stepsMax } from './deks.ts'
import { VaultError } from '../errors.ts'
import { decodeHeader, openFrame, type OpenedFrame, recordBytesMax, sealFrame, turn } from './frame.ts'
import type { SecretKey } from '../keys/key.ts'
import type { StoreKeys } from '../keys/key-tree.ts'
import { type ErasureReason, readErasures } from '../keys/receipt.ts'
import { Readers } from './readers.ts'
import type { DekRow, FrameQuery, FrameRow, FrameStore } from '../ports/frame-store.ts'

const genesis = new Uint8Array(32)
/** DEKs whose writer state is kept ready. */
const writingMax = 4096

/** A record as applications hand it over. `data` is the id of the item in the device file, `subject` whom it is about. */
export interface VaultRecord {
  readonly data: string
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly bytes: Bytes
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
}

export interface Verdict {
  readonly frames: number
  /** Where it is broken first, if it is. */
  readonly broken?: { readonly sequence: number; readonly code: string; readonly message: string }
}

/**
 * Sealed records with forward-secure frames, one key per data item, subject and day, and retention by the death of that key.
 * One writer; the store holds the lock.
 */
export class Vault {
  readonly #options: VaultOptions
  readonly #storeId: Bytes
  readonly #deks: Deks
  readonly #headKey: SecretKey
  readonly #writing = new Map<string, OpenDek>()
  /** Where the search for a writable DEK begins. */
  readonly #generations = new Map<string, number>()
  readonly #readers: Readers
  #sequence: number
  #head: Bytes

  private constructor(options: VaultOptions) {
    this.#options = options
    const { kek, blind, head, storeId } = options.keys
    this.#storeId = storeId
    this.#deks = new Deks(options.store, { kek, blind }, options.keep)
    this.#readers = new Readers(options.store, this.#deks)
    this.#headKey = head
    this.#sequence = 0
    this.#head = genesis
  }

  /**
   * Opens the vault of a store, or begins one where the store is empty.
   *
   * @throws {VaultError} `VAULT_STORE_BROKEN` where the head does not fit the frames.
   */
  static open(options: VaultOptions): Vault {
    const vault = new Vault(options)
    if (options.store.meta('head') === undefined && isEmpty(options.store))
      options.store.commit({ meta: vault.#headMeta(0, genesis) })
    vault.#resume()
    vault.expire()
    return vault
  }

  /** Sequence of the last frame. */
  get sequence(): number {
    return this.#sequence
  }

  /** Stores records durably: when it returns they survive a power cut. Returns the sequence of the last frame written. */
  append(records: readonly VaultRecord[]): number {
    for (const record of records) this.#check(record)
    const putDeks: DekRow[] = []
    const putFrames: FrameRow[] = []
    const turned = new Map<string, OpenDek>()
    let [sequence, head] = [this.#sequence, this.#head]
    for (const group of grouped(records)) {
      const { id, dek } = this.#writable(group, turned, putDeks)
      const { key, next } = turn(dek.ratchet)
      const from = group.records.reduce(
        (least, record) => Math.min(least, record.at),
        Number.POSITIVE_INFINITY,
      )
      const to = group.records.reduce((most, record) => Math.max(most, record.at), 0)
      const place = { store: this.#storeId, sequence: ++sequence, dek: unhex(id), step: dek.ratchet.step }
      const header = { ...place, from, to, count: group.records.length, previous: head }
      const sealed = sealFrame(header, key, group, group.records)
      head = chained(sealed.header, sealed.tag)
      turned.set(id, { row: dek.row, ratchet: next })
      putFrames.push({ sequence, dek: id, ...sealed, from, to })
    }
    this.#options.store.commit({ putDeks, putFrames, meta: this.#headMeta(sequence, head) })
    // Only now: a refused commit must leave the writer where the store is.
    for (const [id, dek] of turned) this.#writing.set(id, dek)
    while (this.#writing.size > writingMax) this.#writing.delete(this.#writing.keys().next().value ?? '')
    this.#sequence = sequence
    this.#head = head
    return sequence
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

  /** Records of frames after `sequence`, for sending; at most `frames` frames. */
  *after(sequence: number, frames: number): Iterable<StoredRecord> {
    this.expire()
    yield* this.#recordsOf({ afterSequence: sequence, limit: frames })
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
    let previous: Bytes = genesis
    let frames = 0
    try {
      for (const row of this.#options.store.frames({})) {
        const header = decodeHeader(row.header)
        frames++
        if (
          header.sequence !== row.sequence ||
          header.sequence !== frames ||
          compareBytes(header.previous, previous) !== 0
        ) {
          return broken(
            frames,
            row.sequence,
            'the chain does not lead here: frames were dropped, moved or exchanged',
          )
        }
        if (row.body !== undefined) this.#open(row, row.body)
        else this.#mustBeDestroyed(row)
        previous = chained(row.header, row.tag)
      }
    } catch (error) {
      if (!(error instanceof VaultError)) throw error
      return { frames, broken: { sequence: frames, code: error.code, message: error.message } }
    }
    if (compareBytes(previous, this.#head) !== 0)
      return broken(frames, frames + 1, 'frames are missing at the end')
    return { frames }
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
    return openFrame({ header: row.header, body, tag: row.tag }, key)
  }

  /** A body may be missing only together with its key: one erased from under a live key is tampering. */
  #mustBeDestroyed({ sequence, dek }: FrameRow): void {
    if (this.#options.store.dek(dek) === undefined) return
    throw new VaultError(
      'VAULT_RECORD_FORGED',
      `Cannot open frame ${sequence}: its body was erased while its key lives`,
    )
  }

  /** The DEK that seals the next frame of a group: the first generation that has not sealed `stepsMax` frames. */
  #writable(
    group: Group,
    turned: ReadonlyMap<string, OpenDek>,
    putDeks: DekRow[],
  ): { id: string; dek: OpenDek } {
    const key = JSON.stringify([group.data, group.subject, group.day])
    for (let generation = this.#generations.get(key) ?? 0; ; generation++) {
      const id = this.#deks.id(group.data, group.subject, group.day, generation)
      const known = turned.get(id) ?? this.#writing.get(id) ?? this.#deks.resumed(id)
      const dek = known ?? this.#deks.fresh(id, group, putDeks)
      if (dek.ratchet.step >= stepsMax) continue
      if (this.#generations.size >= writingMax) this.#generations.clear()
      this.#generations.set(key, generation)
      return { id, dek }
    }
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
    const putDeks = [...this.#options.store.deks()].map((row) => this.#deks.under(kek, row))
    this.#options.store.commit({ putDeks, meta, scrub: true })
    this.#deks.use(kek)
    this.#writing.clear()
    this.#readers.forget()
    return putDeks.length
  }

  #drop(why: ErasureReason, which: (row: DekRow) => boolean): number {
    const { store, clock } = this.#options
    const dropDeks = [...store.deks()].filter(which).map((row) => row.id)
    if (dropDeks.length === 0) return 0
    // In the same commit: an erasure whose root still lives is never forgotten.
    const due = [...readErasures(store.meta('erasure-due')), { why, keys: dropDeks.length, at: clock.now() }]
    store.commit({ dropDeks, meta: { 'erasure-due': utf8(JSON.stringify(due)) } })
    for (const id of dropDeks) this.#writing.delete(id)
    this.#generations.clear()
    this.#readers.forget()
    return dropDeks.length
  }

  /** Where the chain ends, authenticated: without it, frames cut off at the end would not be missed. */
  #headMeta(sequence: number, hash: Bytes): { head: Bytes } {
    const place = concat(number64(sequence), hash)
    return { head: concat(place, createHmac('sha256', this.#headKey.object).update(place).digest()) }
  }

  #resume(): void {
    const head = this.#options.store.meta('head') ?? new Uint8Array()
    const place = head.slice(0, 40)
    const sequence = place.length === 40 ? Number(new DataView(place.buffer).getBigUint64(0)) : 0
    const wanted = this.#headMeta(sequence, place.slice(8)).head
    if (head.length !== wanted.length || !timingSafeEqual(head, wanted)) {
      throw new VaultError(
        'VAULT_STORE_BROKEN',
        'Cannot open the vault: its head is damaged; nothing was changed',
      )
    }
    this.#sequence = sequence
    this.#head = place.slice(8)
  }
}

/** A head may be missing only from a store that has never held a frame. */
function isEmpty(store: FrameStore): boolean {
  for (const _ of store.frames({ limit: 1 })) return false
  return true
}

function chained(header: Bytes, tag: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(header).update(tag).digest())
}

function unhex(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, 'hex'))
}

function broken(frames: number, sequence: number, why: string): Verdict {
  return { frames, broken: { sequence, code: 'VAULT_STORE_BROKEN', message: `Frame ${sequence}: ${why}` } }
}
