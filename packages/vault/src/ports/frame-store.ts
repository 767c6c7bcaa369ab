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

/** A place in the ratchet of a DEK from which later frames are reached: the state before frame `step`, wrapped. */
export interface CheckpointRow {
  readonly dek: string
  readonly step: number
  readonly wrapped: Bytes
}

/** A key to be destroyed, and what is left in its place: why, in the vault's own hand. */
export interface DropRow {
  readonly id: string
  readonly tombstone: Bytes
}

/** Stands in for frames that were removed once their keys were destroyed. */
export interface BridgeRow {
  readonly first: number
  readonly last: number
  readonly value: Bytes
}

/** What is done all at once or not at all. */
export interface Change {
  readonly meta?: Readonly<Record<string, Bytes>>
  /** Adds these keys; of one that is there already, the wrapped bytes are replaced. */
  readonly putDeks?: readonly DekRow[]
  readonly putFrames?: readonly FrameRow[]
  /** Adds these; of one that is there already, the wrapped bytes are replaced. */
  readonly putCheckpoints?: readonly CheckpointRow[]
  /** Destroys these keys with their checkpoints and the bodies of their frames, and leaves a tombstone for each. */
  readonly dropDeks?: readonly DropRow[]
  /** Removes the frames and bridges that each of these covers, and the tombstones that no frame needs any more. */
  readonly putBridges?: readonly BridgeRow[]
  /** What the change replaces or drops must leave the medium as far as software can see to it: write-ahead log, free pages. */
  readonly scrub?: boolean
}

/** Which frames to give, in rising sequence. */
export interface FrameQuery {
  readonly dek?: string
  readonly afterSequence?: number
  readonly limit?: number
  /** Leaves bodies out: they are read as undefined. */
  readonly headersOnly?: boolean
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
  /** The frame with the highest sequence, or of one DEK; without its body. */
  lastFrame(dek?: string): FrameRow | undefined
  /** The last checkpoint of a DEK at or before a step. */
  checkpoint(dek: string, step: number): CheckpointRow | undefined
  checkpoints(): Iterable<CheckpointRow>
  /** In rising order. */
  bridges(): Iterable<BridgeRow>
  /** What was left in the place of a key. */
  tombstone(dek: string): Bytes | undefined
  /** Atomic and durable: when it returns, power may fail; when it throws, nothing of it was stored. */
  commit(change: Change): void
  close(): void
}
