import { type Bytes, concat } from '@pericard/base'
import type { LogStore } from '../ports/log-store.ts'

/** Keeps a log in memory, for tests: `files` may be looked at and altered. */
export class MemoryLogStore implements LogStore {
  readonly files: Map<number, Bytes>
  indexBytes: Bytes | undefined

  constructor(from?: Pick<MemoryLogStore, 'files' | 'indexBytes'>) {
    this.files = new Map([...(from?.files ?? [])].map(([segment, bytes]) => [segment, bytes.slice()]))
    this.indexBytes = from?.indexBytes?.slice()
  }

  index(): Bytes | undefined {
    return this.indexBytes?.slice()
  }

  replaceIndex(bytes: Bytes): void {
    this.indexBytes = bytes.slice()
  }

  segments(): readonly number[] {
    return [...this.files.keys()].toSorted((a, b) => a - b)
  }

  read(segment: number, bytesMax: number): Bytes | undefined {
    return this.files.get(segment)?.slice(0, bytesMax)
  }

  create(segment: number, bytes: Bytes): void {
    this.files.set(segment, bytes.slice())
  }

  append(segment: number, bytes: Bytes): void {
    this.files.set(segment, concat(this.files.get(segment) ?? new Uint8Array(), bytes))
  }

  sync(_segment: number): void {
    // Memory is as durable as it gets.
  }

  truncate(segment: number, length: number): void {
    const bytes = this.files.get(segment)
    if (bytes !== undefined) this.files.set(segment, bytes.slice(0, length))
  }

  remove(segment: number): void {
    this.files.delete(segment)
  }

  close(): void {
    // Nothing is held.
  }
}
