import type { Bytes } from '@pericard/base'

/**
 * Where a sealed log lies: numbered segments that grow at their end, and one small index that is replaced as a whole. One writer.
 *
 * What a call that throws has written counts for nothing: the next append starts where the last whole one ended.
 */
export interface LogStore {
  /** The index as it was last replaced; undefined in a store that nothing was written to. */
  index(): Bytes | undefined
  /** Replaces the index: after a crash the old one is there or the new one, never a part. Durable when it returns. */
  replaceIndex(bytes: Bytes): void
  /** Numbers of the segments that exist, ascending. */
  segments(): readonly number[]
  /** The first `bytesMax` bytes of a segment, or all; undefined where there is none. */
  read(segment: number, bytesMax: number): Bytes | undefined
  /** Begins a segment with these bytes, in place of any that stands there. Durable, with its name, when it returns. */
  create(segment: number, bytes: Bytes): void
  /** Adds to the end of a segment; durable only after `sync`. */
  append(segment: number, bytes: Bytes): void
  /** Makes durable what was appended to a segment. */
  sync(segment: number): void
  /** Cuts a segment: only ever what a crash left half-written. Durable when it returns. */
  truncate(segment: number, length: number): void
  /** Removes a segment, if it is there. Durable when it returns. */
  remove(segment: number): void
  close(): void
}
