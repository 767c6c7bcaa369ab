/** Files from web servers that may be slow, endless, broken or hostile. */
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { get as httpsGet } from 'node:https'
import { isIP } from 'node:net'
import { FeedError } from './feed-error.ts'

/** What a server may ask of us. */
export interface DownloadLimits {
  readonly bytesMax: number
  /** Longest wait for the first or the next byte, in milliseconds. */
  readonly stallMs: number
  /** Longest time for one file, in milliseconds. */
  readonly fileMs: number
  readonly redirectsMax: number
}

export const defaultDownloadLimits: DownloadLimits = {
  bytesMax: 512 * 1024 * 1024,
  stallMs: 30_000,
  fileMs: 3_600_000,
  redirectsMax: 3,
}

/** What the server said of a file, to ask whether it changed. */
export interface Validators {
  readonly etag?: string | undefined
  readonly lastModified?: string | undefined
}

export type Downloaded =
  | { readonly changed: false }
  | { readonly changed: true; readonly path: string; readonly validators: Validators }

/**
 * Downloads to `path`, unless the server says that nothing changed since `known`. What an earlier try left is gone on with, if the
 * server still has the same file (RFC 9110, 13.1.5).
 *
 * @throws {FeedError}
 */
export async function download(
  address: string,
  path: string,
  known: Validators = {},
  limits: DownloadLimits = defaultDownloadLimits,
): Promise<Downloaded> {
  const abort = new AbortController()
  const deadline = setTimeout(() => abort.abort(), limits.fileMs)
  const part = partialAt(path, address)
  try {
    const resume = part.have > 0 && part.etag !== undefined
    const headers: Record<string, string> = resume
      ? { range: `bytes=${part.have}-`, 'if-range': part.etag ?? '' }
      : conditions(known)
    const response = await answer(address, headers, abort, limits)
    if (response.statusCode === 304) {
      response.destroy()
      return { changed: false }
    }
    const from = response.statusCode === 206 ? part.have : 0
    if (
      response.statusCode === 206 &&
      response.headers['content-range']?.startsWith(`bytes ${from}-`) !== true
    )
      throw new FeedError('FEED_UNREACHABLE', `${address} answered with another part than was asked for`)
    const validators = validatorsOf(response)
    writeFileSync(part.meta, JSON.stringify({ address, ...validators }))
    await save(address, response, { file: part.file, from }, abort, limits)
    renameSync(part.file, path)
    rmSync(part.meta, { force: true })
    return { changed: true, path, validators }
  } catch (error) {
    throw failure(address, abort, error)
  } finally {
    clearTimeout(deadline)
    abort.abort()
  }
}

/** Where an address may lead: HTTPS to a named host; HTTP only to this machine itself, for tests. @throws {FeedError} */
export function checkedAddress(text: string, before?: URL): URL {
  const url = URL.canParse(text, before?.href) ? new URL(text, before?.href) : undefined
  const local = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? ''
  // A redirect into the network of whoever fetches would make us its hand there (CWE-918).
  const named =
    url?.protocol === 'https:' && isIP(host) === 0 && host.includes('.') && !host.endsWith('.local')
  const sound = named || (local && url?.protocol === 'http:')
  if (
    url === undefined ||
    !sound ||
    url.username !== '' ||
    (before !== undefined && before.host !== url.host)
  )
    throw new FeedError(
      'FEED_ADDRESS_REFUSED',
      `${url?.origin ?? 'An address'} is refused: wanted HTTPS to a named host, and redirects to the same one only`,
    )
  return url
}

async function answer(
  address: string,
  headers: Record<string, string>,
  abort: AbortController,
  limits: DownloadLimits,
): Promise<IncomingMessage> {
  let url = checkedAddress(address)
  for (let hops = 0; hops <= limits.redirectsMax; hops++) {
    const response = await within(limits.stallMs, abort, responseOf(url, headers, abort.signal))
    const status = response.statusCode ?? 0
    if (status === 200 || status === 206 || status === 304) return response
    response.destroy()
    if (![301, 302, 303, 307, 308].includes(status))
      throw new FeedError('FEED_UNREACHABLE', `${url.href} answered ${status}`)
    url = checkedAddress(response.headers.location ?? '', url)
  }
  throw new FeedError('FEED_UNREACHABLE', `${address} led on more than ${limits.redirectsMax} times`)
}

/** `node:http`, since Node's `fetch` ends the process when a server closes the connection while we are slower than it. */
function responseOf(
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? httpsGet : httpGet
    const sent = { 'user-agent': 'pericard', 'accept-encoding': 'identity', ...headers }
    get(url, { headers: sent, signal, agent: false }, resolve).on('error', reject)
  })
}

async function save(
  address: string,
  response: IncomingMessage,
  { file, from }: { readonly file: string; readonly from: number },
  abort: AbortController,
  limits: DownloadLimits,
): Promise<void> {
  const out = openSync(file, from === 0 ? 'w' : 'r+')
  let at = from
  try {
    const pieces = response[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await within(limits.stallMs, abort, pieces.next())
      if (done === true) break
      const piece = value as Buffer
      if (at + piece.length > limits.bytesMax) {
        rmSync(file, { force: true })
        throw new FeedError('FEED_TOO_LARGE', `${address} has more than ${limits.bytesMax} bytes`)
      }
      for (let written = 0; written < piece.length; )
        written += writeSync(out, piece, written, piece.length - written, at + written)
      at += piece.length
    }
  } finally {
    closeSync(out)
    response.destroy()
  }
}

async function within<T>(ms: number, abort: AbortController, work: Promise<T>): Promise<T> {
  const stalled = setTimeout(() => abort.abort(), ms)
  try {
    return await work
  } finally {
    clearTimeout(stalled)
  }
}

interface Partial {
  readonly file: string
  readonly meta: string
  readonly have: number
  readonly etag: string | undefined
}

function partialAt(path: string, address: string): Partial {
  const [file, meta] = [`${path}.part`, `${path}.part.meta`]
  const none = { file, meta, have: 0, etag: undefined }
  if (!existsSync(file) || !existsSync(meta)) return none
  try {
    const said = JSON.parse(readFileSync(meta, 'utf8')) as { address?: unknown; etag?: unknown }
    // A weak tag does not promise equal bytes.
    if (said.address !== address || typeof said.etag !== 'string' || said.etag.startsWith('W/')) return none
    return { file, meta, have: statSync(file).size, etag: said.etag }
  } catch {
    // Our own note, cut by a crash: start anew.
    return none
  }
}

function conditions({ etag, lastModified }: Validators): Record<string, string> {
  if (etag !== undefined) return { 'if-none-match': etag }
  return lastModified === undefined ? {} : { 'if-modified-since': lastModified }
}

function validatorsOf({ headers }: IncomingMessage): Validators {
  const { etag, 'last-modified': lastModified } = headers
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) }
}

function failure(address: string, abort: AbortController, cause: unknown): unknown {
  if (cause instanceof FeedError) return cause
  if (abort.signal.aborted) return new FeedError('FEED_TOO_SLOW', `${address} sends too slowly`, { cause })
  return new FeedError('FEED_UNREACHABLE', `Cannot fetch ${address}: the connection failed`, { cause })
}
