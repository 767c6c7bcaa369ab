/** Where repositories are: a web server, or a folder on a medium. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { get as httpGet, type IncomingMessage, type RequestOptions } from 'node:http'
import { get as httpsGet } from 'node:https'
import { join } from 'node:path'
import { type Bytes, concat } from '@pericard/base'
import { UpdateError } from '../errors.ts'
import type { UpdateSource } from '../ports/source.ts'

/** How long a server may take. */
export interface HttpLimits {
  /** Longest wait for the first or the next byte, in milliseconds. */
  readonly stallMs: number
  /** Longest time for one metadata file, in milliseconds. */
  readonly fileMs: number
  /** An image that comes more slowly than this, in bytes per second over `rateWindowMs`, is left. */
  readonly bytesPerSecondMin: number
  readonly rateWindowMs: number
}

export const defaultHttpLimits: HttpLimits = {
  stallMs: 30_000,
  fileMs: 120_000,
  bytesPerSecondMin: 2048,
  rateWindowMs: 60_000,
}

/** How a repository's server is reached. */
export interface HttpOptions {
  readonly limits?: HttpLimits
  /** Unix socket that leads to the server of the address, for a process without a network. */
  readonly socket?: string
  /** How what it gives comes to the device; `remote` where nothing is said. */
  readonly way?: UpdateSource['way']
}

/** A repository behind a web server. No redirects: a mirror is the one that was configured. */
export class HttpSource implements UpdateSource {
  readonly way: UpdateSource['way']
  readonly #base: URL
  readonly #limits: HttpLimits
  readonly #reach: { readonly socketPath?: string }

  constructor(base: string, { limits = defaultHttpLimits, socket, way = 'remote' }: HttpOptions = {}) {
    this.way = way
    this.#base = new URL(base.endsWith('/') ? base : `${base}/`)
    this.#limits = limits
    this.#reach = socket === undefined ? {} : { socketPath: socket }
  }

  async file(path: string, bytesMax: number): Promise<Bytes | undefined> {
    const abort = new AbortController()
    const deadline = setTimeout(() => abort.abort(), this.#limits.fileMs)
    try {
      const response = await this.#get(path, abort, {})
      if (response === undefined) return undefined
      const parts: Uint8Array[] = []
      let length = 0
      for await (const part of this.#pieces(path, response, abort)) {
        length += part.length
        if (length > bytesMax) throw endless(path, bytesMax)
        parts.push(part)
      }
      return concat(...parts)
    } finally {
      clearTimeout(deadline)
      abort.abort()
    }
  }

  async *stream(path: string, from: number): AsyncIterable<Uint8Array> {
    const abort = new AbortController()
    try {
      const response = await this.#get(path, abort, from === 0 ? {} : { range: `bytes=${from}-` })
      if (response === undefined)
        throw new UpdateError('UPDATE_SOURCE_UNREACHABLE', `${this.#urlOf(path)} is not there`)
      // A server without ranges sends all of it; what we have is skipped.
      let skip = response.statusCode === 206 ? 0 : from
      if (response.statusCode === 206 && !startsAt(response.headers['content-range'], from))
        throw new UpdateError(
          'UPDATE_SOURCE_UNREACHABLE',
          `${this.#urlOf(path)} answered with another range than from byte ${from}`,
        )
      for await (const piece of this.#pieces(path, response, abort)) {
        const skipped = Math.min(skip, piece.length)
        skip -= skipped
        if (skipped < piece.length) yield piece.subarray(skipped)
      }
    } finally {
      abort.abort()
    }
  }

  #urlOf(path: string): string {
    return new URL(path.split('/').map(encodeURIComponent).join('/'), this.#base).href
  }

  async #get(
    path: string,
    abort: AbortController,
    headers: Record<string, string>,
  ): Promise<IncomingMessage | undefined> {
    const url = this.#urlOf(path)
    const stalled = setTimeout(() => abort.abort(), this.#limits.stallMs)
    try {
      const response = await responseOf(url, { ...this.#reach, headers, signal: abort.signal })
      const status = response.statusCode ?? 0
      if (status === 200 || status === 206) return response
      response.destroy()
      // A folder behind a bucket answers 403 for what is not there, as TUF 5.3.3 expects.
      if (status === 403 || status === 404) return undefined
      throw new UpdateError('UPDATE_SOURCE_UNREACHABLE', `${url} answered ${status}`)
    } catch (cause) {
      throw this.#failure(url, abort, cause)
    } finally {
      clearTimeout(stalled)
    }
  }

  async *#pieces(path: string, response: IncomingMessage, abort: AbortController): AsyncIterable<Uint8Array> {
    const { stallMs, rateWindowMs, bytesPerSecondMin } = this.#limits
    const url = this.#urlOf(path)
    const reader = response[Symbol.asyncIterator]()
    // Only waiting for the server counts, not what we do with what it sent.
    let [waited, bytes] = [0, 0]
    try {
      for (;;) {
        const stalled = setTimeout(() => abort.abort(), stallMs)
        const from = performance.now()
        const { done, value } = await reader.next().finally(() => clearTimeout(stalled))
        if (done === true) return
        const piece = value as Buffer
        waited += performance.now() - from
        bytes += piece.length
        if (waited >= rateWindowMs) {
          if (bytes < (bytesPerSecondMin * waited) / 1000) abort.abort()
          waited = 0
          bytes = 0
        }
        abort.signal.throwIfAborted()
        yield piece
      }
    } catch (cause) {
      throw this.#failure(url, abort, cause)
    } finally {
      response.destroy()
    }
  }

  #failure(url: string, abort: AbortController, cause: unknown): unknown {
    if (cause instanceof UpdateError) return cause
    if (abort.signal.aborted)
      return new UpdateError('UPDATE_SOURCE_SLOW', `${url} sends too slowly; what came so far is kept`, {
        cause,
      })
    return new UpdateError('UPDATE_SOURCE_UNREACHABLE', `Cannot reach ${url}: the connection failed`, {
      cause,
    })
  }
}

/**
 * `node:http`, since Node's `fetch` ends the process by an assertion of its own when a server closes the connection while we are
 * slower than it: a mirror could do that each time.
 */
function responseOf(url: string, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? httpsGet : httpGet
    get(url, { ...options, agent: false }, resolve).on('error', reject)
  })
}

function startsAt(contentRange: string | undefined, from: number): boolean {
  return contentRange?.startsWith(`bytes ${from}-`) === true
}

function endless(path: string, bytesMax: number): UpdateError {
  return new UpdateError(
    'UPDATE_SOURCE_ENDLESS',
    `${path} is longer than it may be: more than ${bytesMax} bytes`,
  )
}

/** A repository on a medium that was plugged in, believed no more than a web server. */
export class FolderSource implements UpdateSource {
  readonly way = 'local-media'
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async file(path: string, bytesMax: number): Promise<Bytes | undefined> {
    const file = await this.#open(path)
    if (file === undefined) return undefined
    try {
      const bytes = new Uint8Array(bytesMax + 1)
      let length = 0
      while (length < bytes.length) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length)
        if (bytesRead === 0) return bytes.slice(0, length)
        length += bytesRead
      }
      throw endless(path, bytesMax)
    } finally {
      await file.close()
    }
  }

  async *stream(path: string, from: number): AsyncIterable<Uint8Array> {
    const file = await this.#open(path)
    if (file === undefined)
      throw new UpdateError('UPDATE_SOURCE_UNREACHABLE', `${join(this.#folder, path)} is not there`)
    yield* createReadStream('', { fd: file, start: from, highWaterMark: 1024 * 1024 })
  }

  async #open(path: string): Promise<import('node:fs/promises').FileHandle | undefined> {
    try {
      return await open(join(this.#folder, path), 'r')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw new UpdateError(
        'UPDATE_SOURCE_UNREACHABLE',
        `Cannot read ${join(this.#folder, path)}: is the medium still plugged in?`,
        { cause },
      )
    }
  }
}
