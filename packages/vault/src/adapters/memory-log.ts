import { type Bytes, concat } from '@pericard/base'
import type { LogStore } from '../ports/log-store.ts'

/** Keeps the log in memory, for tests. */
export class MemoryLogStore implements LogStore {
  bytes: Bytes

  constructor(bytes: Bytes = new Uint8Array()) {
    this.bytes = bytes
  }

  read(): Bytes {
    return this.bytes.slice()
  }

  append(bytes: Bytes): void {
    this.bytes = concat(this.bytes, bytes)
  }

  truncate(length: number): void {
    this.bytes = this.bytes.slice(0, length)
  }

  close(): void {
    // Nothing is held.
  }
}
