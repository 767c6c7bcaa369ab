import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs'
import type { Bytes } from '@pericard/base'
import type { LogStore } from '../ports/log-store.ts'

/** A log in one file, synced to the disk after each append. */
export class FileLogStore implements LogStore {
  readonly #path: string
  readonly #fd: number
  #length: number

  constructor(path: string) {
    this.#path = path
    this.#fd = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600)
    this.#length = fstatSync(this.#fd).size
  }

  read(): Bytes {
    return new Uint8Array(readFileSync(this.#path))
  }

  append(bytes: Bytes): void {
    let written = 0
    try {
      while (written < bytes.length) {
        written += writeSync(this.#fd, bytes, written, bytes.length - written, this.#length + written)
      }
      fdatasyncSync(this.#fd)
    } catch (error) {
      // A full disk must not leave half a line behind that the next one would be glued to.
      ftruncateSync(this.#fd, this.#length)
      throw error
    }
    this.#length += bytes.length
  }

  truncate(length: number): void {
    ftruncateSync(this.#fd, length)
    fdatasyncSync(this.#fd)
    this.#length = length
  }

  close(): void {
    closeSync(this.#fd)
  }
}
