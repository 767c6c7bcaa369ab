import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Bytes } from '@pericard/base'
import type { LogStore } from '../ports/log-store.ts'

const ownerOnly = 0o600
const segmentName = /^([1-9]\d{0,14})\.log$/

interface OpenSegment {
  readonly segment: number
  readonly fd: number
  length: number
}

/** A log in a folder: `1.log`, `2.log`, …, and `index`. */
export class FileLogStore implements LogStore {
  readonly #folder: string
  #open: OpenSegment | undefined

  /** @param folder exists already */
  constructor(folder: string) {
    this.#folder = folder
  }

  index(): Bytes | undefined {
    return readWhole(join(this.#folder, 'index'))
  }

  replaceIndex(bytes: Bytes): void {
    const next = join(this.#folder, 'index.next')
    const fd = openSync(next, constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC, ownerOnly)
    try {
      writeAll(fd, bytes, 0)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(next, join(this.#folder, 'index'))
    this.#syncFolder()
  }

  segments(): readonly number[] {
    return readdirSync(this.#folder)
      .flatMap((name) => segmentName.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => a - b)
  }

  read(segment: number, bytesMax: number): Bytes | undefined {
    return readWhole(this.#path(segment), bytesMax)
  }

  create(segment: number, bytes: Bytes): void {
    this.#closeSegment()
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC
    const fd = openSync(this.#path(segment), flags, ownerOnly)
    this.#open = { segment, fd, length: 0 }
    this.append(segment, bytes)
    fsyncSync(fd)
    this.#syncFolder()
  }

  append(segment: number, bytes: Bytes): void {
    const open = this.#segment(segment)
    try {
      writeAll(open.fd, bytes, open.length)
    } catch (error) {
      // A full disk must not leave half a block behind that the next one would be glued to.
      ftruncateSync(open.fd, open.length)
      throw error
    }
    open.length += bytes.length
  }

  sync(segment: number): void {
    fdatasyncSync(this.#segment(segment).fd)
  }

  truncate(segment: number, length: number): void {
    const open = this.#segment(segment)
    ftruncateSync(open.fd, length)
    fdatasyncSync(open.fd)
    open.length = length
  }

  remove(segment: number): void {
    if (this.#open?.segment === segment) this.#closeSegment()
    rmSync(this.#path(segment), { force: true })
    this.#syncFolder()
  }

  close(): void {
    this.#closeSegment()
  }

  #segment(segment: number): OpenSegment {
    if (this.#open?.segment === segment) return this.#open
    this.#closeSegment()
    const fd = openSync(this.#path(segment), constants.O_RDWR)
    this.#open = { segment, fd, length: fstatSync(fd).size }
    return this.#open
  }

  #closeSegment(): void {
    if (this.#open !== undefined) closeSync(this.#open.fd)
    this.#open = undefined
  }

  #path(segment: number): string {
    return join(this.#folder, `${segment}.log`)
  }

  /** A new name is durable only with its folder. */
  #syncFolder(): void {
    const fd = openSync(this.#folder, constants.O_RDONLY)
    try {
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
  }
}

/** A write may take less than it was given. */
function writeAll(fd: number, bytes: Bytes, at: number): void {
  for (let written = 0; written < bytes.length; ) {
    written += writeSync(fd, bytes, written, bytes.length - written, at + written)
  }
}

function readWhole(path: string, bytesMax?: number): Bytes | undefined {
  try {
    return bytesMax === undefined ? new Uint8Array(readFileSync(path)) : readStart(path, bytesMax)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function readStart(path: string, bytesMax: number): Bytes {
  const fd = openSync(path, constants.O_RDONLY)
  try {
    const bytes = new Uint8Array(Math.min(bytesMax, fstatSync(fd).size))
    let read = 0
    while (read < bytes.length) {
      const got = readSync(fd, bytes, read, bytes.length - read, read)
      if (got === 0) break
      read += got
    }
    return bytes.subarray(0, read)
  } finally {
    closeSync(fd)
  }
}
