import { deriveKey, type SecretKey } from '@pericard/vault'
import type { SlotName } from './ports/slots.ts'
import type { StateStore } from './ports/store.ts'
import type { Release } from './release.ts'
import { opened, sealed } from './state.ts'

/** Where an update stands. Each phase can be cut by a loss of power and is entered again from its own start. */
export type Journal =
  | { readonly phase: 'idle' }
  /** `done` chunks of the image are in the slot for good. */
  | (Work & { readonly phase: 'writing'; readonly done: number })
  /** All of it is in the slot; it is read back before it is started. */
  | (Work & { readonly phase: 'written' })
  /** The boot loader was told to try the slot. */
  | (Work & { readonly phase: 'trying' })

interface Work {
  readonly release: Release
  readonly slot: SlotName
}

const journalFile = 'journal.json'

/** The journal, with a MAC like the state. It is not anchored: an older one costs work, never a check. */
export class JournalFile {
  readonly #store: StateStore
  readonly #key: SecretKey

  constructor(store: StateStore, key: SecretKey) {
    this.#store = store
    this.#key = deriveKey(key, 'update-journal')
  }

  /** @throws {UpdateError} `UPDATE_STATE_FORGED` */
  async read(): Promise<Journal> {
    const bytes = await this.#store.read(journalFile)
    return bytes === undefined ? { phase: 'idle' } : opened<Journal>('update journal', bytes, this.#key)
  }

  async write(journal: Journal): Promise<void> {
    await this.#store.write(journalFile, sealed(journal, this.#key))
  }
}
