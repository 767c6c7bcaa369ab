import type { Bytes } from '@pericard/base'

/** A sealed frame as it lies in a store. Nothing in it says whose it is. */
export interface FrameRow {
  readonly sequence: number
  /** Blind id of the DEK it is sealed under. */
  readonly dek: string
  readonly header: Bytes
  /** Undefined once the frame's key was destroyed: header and tag stay, so that the chain can still be walked. */
  readonly body: Bytes | undefined
  readonly tag: Bytes
  /** Time of the oldest and the youngest record, in milliseconds since the epoch. */
  readonly from: number
  readonly to: number
}

export interface DekRow {
  readonly id: string
  readonly wrapped: Bytes
  /** Milliseconds since the epoch after which it is destroyed; undefined: never. */
  readonly expires: number | undefined
  /** Blind index of the subject, for deletion of one subject. */
  readonly subject: string
}

/** What is done all at once or not at all. */
export interface Change {
  readonly meta?: Readonly<Record<string, Bytes>>
  /** Adds these keys; of one that is there already, the wrapped bytes are replaced. */
  readonly putDeks?: readonly DekRow[]
  readonly putFrames?: readonly FrameRow[]
  /** Destroys these keys and the bodies of their frames. */
  readonly dropDeks?: readonly string[]
  /** What the change replaces or drops must leave the medium as far as software can see to it: write-ahead log, free pages. */
  readonly scrub?: boolean
}

/** Which frames to give, in rising sequence. */
export interface FrameQuery {
  readonly dek?: string
  readonly afterSequence?: number
  readonly limit?: number
}

/**
 * Where sealed frames and wrapped keys lie. Synchronous on purpose: one writer, one transaction, durable when `commit` returns.
 * Every adapter passes `frame-store.contract.ts`.
 */
export interface FrameStore {
  meta(name: string): Bytes | undefined
  dek(id: string): DekRow | undefined
  deks(): Iterable<DekRow>
  frames(query: FrameQuery): Iterable<FrameRow>
  /** Atomic and durable: when it returns, power may fail; when it throws, nothing of it was stored. */
  commit(change: Change): void
  close(): void
}
