/** Files of a zip archive (APPNOTE 6.3.10), stored or deflated, also with more than 65,535 of them. */
import { crc32, inflateRawSync } from 'node:zlib'
import { fromUtf8 } from '@pericard/base'
import { soupLimits } from '../limits.ts'
import { FeedError } from './feed-error.ts'

/** What an archive may ask of us. */
export const unzipLimits: {
  readonly entriesMax: number
  readonly entryBytesMax: number
  readonly bytesMax: number
} = {
  entriesMax: 1_000_000,
  entryBytesMax: soupLimits.advisoryCharactersMax,
  /** Of all files together: one of 42 kB can hold petabytes. */
  bytesMax: 1024 * 1024 * 1024,
}

const endBytes = 22
const headBytes = 46
const localBytes = 30

/**
 * The files whose name passes, in the order of the archive. Names are only looked at, never used as a path (CWE-22).
 *
 * @throws {FeedError} `FEED_DAMAGED`, `FEED_TOO_LARGE`
 */
export function* unzip(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limits: typeof unzipLimits = unzipLimits,
): Generator<{ readonly name: string; readonly bytes: Uint8Array }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const { count, at: start } = directoryOf(view)
  if (count > limits.entriesMax) throw tooLarge(`${count} files, at most ${limits.entriesMax} are taken`)
  let total = 0
  for (let index = 0, at = start; index < count; index++) {
    need(view, at, headBytes)
    if (view.getUint32(at, true) !== 0x02014b50) throw damaged('an entry of its directory is none')
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true))
    const lengths = { name: nameBytes ?? 0, rest: (extra ?? 0) + (comment ?? 0) }
    need(view, at + headBytes, lengths.name + lengths.rest)
    const name = fromUtf8(bytes.subarray(at + headBytes, at + headBytes + lengths.name)) ?? ''
    if (wanted(name)) {
      const entry = entryOf(bytes, view, at, limits.entryBytesMax)
      total += entry.length
      if (total > limits.bytesMax) throw tooLarge(`more than ${limits.bytesMax} bytes unpacked`)
      yield { name, bytes: entry }
    }
    at += headBytes + lengths.name + lengths.rest
  }
}

function directoryOf(view: DataView): { count: number; at: number } {
  const lowest = Math.max(0, view.byteLength - endBytes - 65_535)
  for (let at = view.byteLength - endBytes; at >= lowest; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue
    const [count, start] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)]
    return count === 0xffff || start === 0xffffffff ? wideDirectoryOf(view, at - 20) : { count, at: start }
  }
  throw damaged('it has no directory; it may be cut')
}

/** 4.3.14 and 4.3.15: the 64-bit record, and where it lies. */
function wideDirectoryOf(view: DataView, locator: number): { count: number; at: number } {
  need(view, locator, 20)
  const at = Number(view.getBigUint64(locator + 8, true))
  need(view, at, 56)
  if (view.getUint32(locator, true) !== 0x07064b50 || view.getUint32(at, true) !== 0x06064b50)
    throw damaged('its 64-bit directory is none')
  return { count: Number(view.getBigUint64(at + 32, true)), at: Number(view.getBigUint64(at + 48, true)) }
}

function entryOf(bytes: Uint8Array, view: DataView, at: number, bytesMax: number): Uint8Array {
  const method = view.getUint16(at + 10, true)
  const [crc = 0, packed = 0, plain = 0] = [16, 20, 24].map((field) => view.getUint32(at + field, true))
  if (plain > bytesMax) throw tooLarge(`a file of ${plain} bytes, at most ${bytesMax} are taken`)
  const local = view.getUint32(at + 42, true)
  need(view, local, localBytes)
  const body = local + localBytes + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  need(view, body, packed)
  const raw = bytes.subarray(body, body + packed)
  const data = method === 0 ? raw : method === 8 ? inflated(raw, plain) : undefined
  if (data === undefined) throw damaged(`a file is packed by method ${method}, wanted 0 or 8`)
  if (data.length !== plain || crc32(data) !== crc) throw damaged('the checksum of a file does not match')
  return data
}

function inflated(raw: Uint8Array, plain: number): Uint8Array {
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(1, plain) })
  } catch (cause) {
    throw new FeedError('FEED_DAMAGED', 'The archive is damaged: a file cannot be unpacked to its size', {
      cause,
    })
  }
}

function need(view: DataView, at: number, length: number): void {
  if (at < 0 || at + length > view.byteLength) throw damaged('it ends too early')
}

function damaged(what: string): FeedError {
  return new FeedError('FEED_DAMAGED', `The archive is damaged: ${what}`)
}

function tooLarge(what: string): FeedError {
  return new FeedError('FEED_TOO_LARGE', `The archive is too large: ${what}`)
}
