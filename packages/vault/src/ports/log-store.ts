import type { Bytes } from '@pericard/base'

/** Where the lines of a sealed log lie: an append-only sequence of bytes. */
export interface LogStore {
  /** All bytes from the start. */
  read(): Bytes
  /** Durable when it returns; when it throws, a part of `bytes` may have been written. */
  append(bytes: Bytes): void
  /** Cuts the log to `length` bytes: only ever what a crash left half-written. */
  truncate(length: number): void
  close(): void
}
