import { VaultError } from '../errors.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import { type Deks, stepsMax } from './deks.ts'
import { type FrameKey, type Ratchet, turn } from './frame.ts'

/** DEKs whose place is remembered; one more, and all are looked up anew. */
const readersMax = 1024
/** Further than this, a checkpoint is nearer. */
const nearMax = 256

interface Reader {
  /** The state that gives the key of the last frame that was read. */
  readonly at: Ratchet
  /** What comes after it. */
  readonly key: FrameKey
  readonly next: Ratchet
}

/** Keys of frames, with the ratchet of each DEK left where it was: frames that are read in their order turn it once each. */
export class Readers {
  readonly #store: FrameStore
  readonly #deks: Deks
  readonly #readers = new Map<string, Reader>()

  constructor(store: FrameStore, deks: Deks) {
    this.#store = store
    this.#deks = deks
  }

  /** @throws {VaultError} `VAULT_RECORD_FORGED` where no key leads there, `VAULT_KEY_FORGED` */
  keyOf(dek: string, step: number, sequence: number): FrameKey {
    const known = this.#readers.get(dek)
    if (known?.at.step === step) return known.key
    let ratchet =
      known !== undefined && known.next.step <= step && step - known.next.step < nearMax
        ? known.next
        : this.#start(dek, step, sequence)
    while (ratchet.step < step) ratchet = turn(ratchet).next
    const { key, next } = turn(ratchet)
    if (this.#readers.size >= readersMax) this.#readers.clear()
    this.#readers.set(dek, { at: ratchet, key, next })
    return key
  }

  /** Keys were dropped, or lie under another KEK. */
  forget(): void {
    this.#readers.clear()
  }

  #start(dek: string, step: number, sequence: number): Ratchet {
    const row = this.#store.dek(dek)
    if (row !== undefined && step < stepsMax) return this.#deks.ratchetAt(row, step)
    throw new VaultError('VAULT_RECORD_FORGED', `Cannot open frame ${sequence}: no key leads to step ${step}`)
  }
}
