/**
 * What the device must not forget: root of trust, versions seen, releases installed. The file carries a MAC, so that nobody writes
 * one, and the number of a counter that no copy of the medium sets back, so that nobody restores one.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { canonicalJson, fromUtf8, parseJson, utf8 } from '@pericard/base'
import { deriveKey, type MonotonicCounter, type SecretKey } from '@pericard/vault'
import { UpdateError } from './errors.ts'
import type { Seen } from './metadata.ts'
import type { StateStore } from './ports/store.ts'

export interface UpdateState extends Seen {
  readonly v: 1
  /** Value of the counter when this was written. */
  readonly generation: number
  /** Newest trust document as it was signed. */
  readonly trust: string
  /** Number of the release that each component runs, which is its version floor. */
  readonly installed: Readonly<Record<string, number>>
  /** Release of each component that was tried and left again. */
  readonly failed: Readonly<Record<string, number>>
}

const stateFile = 'state.json'
/** Characters of a state file: a root and a trust document with room. */
const stateCharactersMax = 8 * 1024 * 1024

export class AnchoredState {
  readonly #store: StateStore
  readonly #counter: MonotonicCounter
  readonly #key: SecretKey
  #value: UpdateState

  private constructor(store: StateStore, counter: MonotonicCounter, key: SecretKey, value: UpdateState) {
    this.#store = store
    this.#counter = counter
    this.#key = key
    this.#value = value
  }

  /**
   * Writes the first state of a device, in the factory.
   *
   * @throws {UpdateError} `UPDATE_BUSY` where there is one already: provisioning anew would forget the version floor
   */
  static async provision(
    store: StateStore,
    counter: MonotonicCounter,
    key: SecretKey,
    first: Pick<UpdateState, 'root' | 'trust' | 'installed'>,
  ): Promise<void> {
    if ((await store.read(stateFile)) !== undefined)
      throw new UpdateError('UPDATE_BUSY', 'This device is provisioned for updates already')
    const generation = await counter.read()
    const state = { v: 1, generation, marks: {}, signedAt: 0, failed: {}, ...first } as const
    await store.write(stateFile, sealed(state, stateKey(key)))
  }

  /**
   * Opens the state and settles what a cut of power left.
   *
   * @throws {UpdateError} `UPDATE_STATE_MISSING`, `UPDATE_STATE_FORGED`, `UPDATE_STATE_ROLLED_BACK`
   */
  static async open(store: StateStore, counter: MonotonicCounter, key: SecretKey): Promise<AnchoredState> {
    const bytes = await store.read(stateFile)
    if (bytes === undefined)
      throw new UpdateError(
        'UPDATE_STATE_MISSING',
        'This device has no update state: it was never provisioned, or the file was deleted',
      )
    const state = opened<UpdateState>('update state', bytes, stateKey(key))
    let count = await counter.read()
    // Written, and cut before the counter moved: nothing was acknowledged on the older one since.
    if (state.generation === count + 1) count = await counter.increment()
    if (state.generation !== count)
      throw new UpdateError(
        'UPDATE_STATE_ROLLED_BACK',
        `The update state is not the newest one of this device: it is number ${state.generation}, the counter is at ${count}`,
      )
    return new AnchoredState(store, counter, key, state)
  }

  get value(): UpdateState {
    return this.#value
  }

  /** Durable and anchored when it resolves. Writes nothing where nothing changes. */
  async change(changes: Partial<Omit<UpdateState, 'v' | 'generation'>>): Promise<void> {
    const changed = { ...this.#value, ...changes }
    if (canonicalJson(changed) === canonicalJson(this.#value)) return
    const next = { ...changed, generation: this.#value.generation + 1 }
    await this.#store.write(stateFile, sealed(next, stateKey(this.#key)))
    const count = await this.#counter.increment()
    if (count !== next.generation)
      throw new UpdateError(
        'UPDATE_BUSY',
        `Something else moved the counter: it is at ${count}, wanted ${next.generation}`,
      )
    this.#value = next
  }
}

function stateKey(key: SecretKey): SecretKey {
  return deriveKey(key, 'update-state')
}

/** A document with its MAC, for the medium. */
export function sealed(document: unknown, key: SecretKey): Uint8Array {
  const text = canonicalJson(document)
  return utf8(JSON.stringify({ document: text, mac: macOf(text, key) }))
}

/** What `sealed()` wrote. @throws {UpdateError} `UPDATE_STATE_FORGED` */
export function opened<T>(what: string, bytes: Uint8Array, key: SecretKey): T {
  const file = tryJson(fromUtf8(bytes) ?? '') as { document?: unknown; mac?: unknown } | undefined
  const { document, mac } = file ?? {}
  if (typeof document === 'string' && typeof mac === 'string') {
    const [want, got] = [Buffer.from(macOf(document, key)), Buffer.from(mac)]
    if (want.length === got.length && timingSafeEqual(want, got)) return JSON.parse(document) as T
  }
  throw new UpdateError(
    'UPDATE_STATE_FORGED',
    `The ${what} was not written by this device, or is damaged: its MAC does not match`,
  )
}

function tryJson(text: string): unknown {
  try {
    return parseJson(text, { charactersMax: stateCharactersMax, depthMax: 4 })
  } catch {
    return undefined
  }
}

function macOf(text: string, key: SecretKey): string {
  return createHmac('sha256', key.object).update(text).digest('hex')
}
