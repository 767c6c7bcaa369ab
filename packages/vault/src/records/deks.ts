import { createHmac } from 'node:crypto'
import { dayMs as day, type Group } from './batch.ts'
import { VaultError } from '../errors.ts'
import { decodeHeader, type Ratchet, turn } from './frame.ts'
import { freshKey, type SecretKey } from '../keys/key.ts'
import type { CheckpointRow, DekRow, FrameStore } from '../ports/frame-store.ts'
import { unwrapKey, wrapKey } from '../keys/wrap.ts'

/** A DEK in use: its row and where its ratchet stands. */
export interface OpenDek {
  readonly row: DekRow
  readonly ratchet: Ratchet
}

/** Turns of one DEK's ratchet at the most. */
export const stepsMax: number = 10_000

/** Frames between two places from which the ratchet can be turned on: what reading or a start costs at most. */
const checkpointEvery = 256

/** Ids that are kept ready. */
const idsMax = 4096

/** The DEKs of a store: one for each data item, subject and day, under blind ids. */
export class Deks {
  readonly #store: FrameStore
  #kek: SecretKey
  readonly #blind: SecretKey
  /** Ids that were computed lately. */
  readonly #ids = new Map<string, string>()
  readonly #keep: ReadonlyMap<string, number | 'forever'>

  constructor(
    store: FrameStore,
    keys: { kek: SecretKey; blind: SecretKey },
    keep: ReadonlyMap<string, number | 'forever'>,
  ) {
    this.#store = store
    this.#kek = keys.kek
    this.#blind = keys.blind
    this.#keep = keep
  }

  /** Blind index of a subject. */
  subject(subject: string): string {
    return this.#blindOf('subject', subject)
  }

  #blindOf(kind: string, text: string): string {
    return createHmac('sha256', this.#blind.object).update(`${kind}\0${text}`).digest('hex').slice(0, 32)
  }

  /** Blind id of a DEK of an item, a subject and a day; a further generation follows when one has sealed `stepsMax` frames. */
  id(data: string, subject: string, start: number, generation: number): string {
    const text = JSON.stringify([data, subject, start, generation])
    const known = this.#ids.get(text)
    if (known !== undefined) return known
    if (this.#ids.size >= idsMax) this.#ids.clear()
    const id = this.#blindOf('dek', text)
    this.#ids.set(text, id)
    return id
  }

  /** @throws {VaultError} `VAULT_KEY_FORGED` */
  unwrapped(row: DekRow): OpenDek {
    return { row, ratchet: { chain: unwrapKey(row.wrapped, this.#kek, contextOf(row)), step: 0 } }
  }

  /** The row with its key wrapped under another KEK. @throws {VaultError} `VAULT_KEY_FORGED` */
  under(kek: SecretKey, row: DekRow): DekRow {
    const key = unwrapKey(row.wrapped, this.#kek, contextOf(row))
    return { ...row, wrapped: wrapKey(key, kek, contextOf(row)) }
  }

  /** Goes on with another KEK, under which every row lies by now. */
  use(kek: SecretKey): void {
    this.#kek = kek
  }

  /** The DEK of an earlier run, its ratchet turned past every frame it has sealed: a key never seals twice. */
  resumed(id: string): OpenDek | undefined {
    const row = this.#store.dek(id)
    if (row === undefined) return undefined
    const last = this.#store.lastFrame(id)
    if (last === undefined) return this.unwrapped(row)
    const { step } = decodeHeader(last.header)
    if (step >= stepsMax)
      throw new VaultError(
        'VAULT_RECORD_FORGED',
        `Cannot go on after frame ${last.sequence}: step ${step} cannot be`,
      )
    return { row, ratchet: this.ratchetAt(row, step + 1) }
  }

  /** The ratchet before frame `step`, from the checkpoint before it. @throws {VaultError} `VAULT_KEY_FORGED` */
  ratchetAt(row: DekRow, step: number): Ratchet {
    const checkpoint = this.#store.checkpoint(row.id, step)
    let ratchet =
      checkpoint === undefined ? this.unwrapped(row).ratchet : checkpointRatchet(checkpoint, this.#kek)
    while (ratchet.step < step) ratchet = turn(ratchet).next
    return ratchet
  }

  /** A checkpoint where the ratchet has come to one. It leads to no frame before, and its KEK opens all of the DEK anyway. */
  checkpointed(id: string, { step, chain }: Ratchet): CheckpointRow | undefined {
    if (step % checkpointEvery !== 0 || step === 0 || step >= stepsMax) return undefined
    return { dek: id, step, wrapped: wrapKey(chain, this.#kek, checkpointContext(id, step)) }
  }

  /** The checkpoint wrapped under another KEK. @throws {VaultError} `VAULT_KEY_FORGED` */
  checkpointUnder(kek: SecretKey, row: CheckpointRow): CheckpointRow {
    const { chain } = checkpointRatchet(row, this.#kek)
    return { ...row, wrapped: wrapKey(chain, kek, checkpointContext(row.dek, row.step)) }
  }

  /** Makes a DEK and adds its row to `putDeks`. */
  fresh(id: string, group: Group, putDeks: DekRow[]): OpenDek {
    const seed = freshKey()
    const keep = this.#keep.get(group.data)
    const expires = typeof keep === 'number' ? group.day + day + keep : undefined
    const bare = { id, expires, subject: this.subject(group.subject) }
    const row = { ...bare, wrapped: wrapKey(seed, this.#kek, contextOf(bare)) }
    putDeks.push(row)
    return { row, ratchet: { chain: seed, step: 0 } }
  }
}

/**
 * What a wrapped DEK is bound to. Its expiry and its subject are among it: whoever can write to the disk could otherwise switch
 * retention off, or make the deletion of one subject pass by its keys.
 */
function contextOf({ id, expires, subject }: Omit<DekRow, 'wrapped'>): string {
  return `dek/${id}/${subject}/${expires ?? 'never'}`
}

function checkpointRatchet({ dek, step, wrapped }: CheckpointRow, kek: SecretKey): Ratchet {
  return { chain: unwrapKey(wrapped, kek, checkpointContext(dek, step)), step }
}

function checkpointContext(dek: string, step: number): string {
  return `dek/${dek}/step/${step}`
}
