/** Writing an image into a slot, and reading it back. */
import { createHash } from 'node:crypto'
import { UpdateError } from './errors.ts'
import type { SlotFile } from './ports/slots.ts'
import { chunkBytes, type Release } from './release.ts'

/** Chunks between two syncs, after each of which resuming may start: 16 MiB. */
const syncChunks = 16

export interface WriteOptions {
  readonly image: Release['image']
  /** The image from byte `from` on. */
  readonly stream: (from: number) => AsyncIterable<Uint8Array>
  readonly slot: SlotFile
  /** Chunks that are on the medium already. */
  readonly done: number
  /** Told how many chunks are on the medium for good. */
  readonly onDone: (chunks: number) => Promise<void>
}

/**
 * Writes an image. Each chunk is compared with the release before it is written: no byte that is not signed reaches the slot.
 * Memory holds a few chunks, whatever the image.
 *
 * @throws {UpdateError} `UPDATE_IMAGE_TRUNCATED`, `UPDATE_IMAGE_ALTERED`, `UPDATE_SLOT_SMALL`, `UPDATE_SLOT_UNWRITABLE`, or what
 * the source throws
 */
export async function writeImage({ image, stream, slot, done, onDone }: WriteOptions): Promise<void> {
  if (slot.capacity !== undefined && slot.capacity < image.bytes)
    throw new UpdateError(
      'UPDATE_SLOT_SMALL',
      `The slot is too small: it has ${slot.capacity} bytes, the image needs ${image.bytes}`,
    )
  let index = done
  let pending: Promise<void> = Promise.resolve()
  /** The last sync runs beside the writes after it. */
  let settled: Promise<void> = Promise.resolve()
  try {
    for await (const chunk of chunksOf(
      stream(done * chunkBytes),
      Math.max(0, image.bytes - done * chunkBytes),
    )) {
      await checkChunk(image, index, chunk)
      await pending
      if (index > done && (index - done) % syncChunks === 0) {
        await settled
        settled = watched(settle(slot, onDone, index))
      }
      pending = watched(slot.write(index * chunkBytes, chunk))
      index++
    }
  } catch (error) {
    // A source that failed costs no chunk that was written; a slot that failed is not asked again.
    const landed = await Promise.all([pending, settled])
      .then(() => true)
      .catch(() => false)
    if (landed && index > done) await settle(slot, onDone, index)
    throw error
  }
  await Promise.all([pending, settled])
  await settle(slot, onDone, index)
}

/** A promise that is awaited later; until then its failure must not end the process. */
function watched(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}

async function settle(slot: SlotFile, onDone: WriteOptions['onDone'], chunks: number): Promise<void> {
  await slot.sync()
  await onDone(chunks)
}

async function checkChunk(image: Release['image'], index: number, chunk: Uint8Array): Promise<void> {
  const wanted = image.chunks[index]
  // Off the main thread, so that hashing overlaps with the next read and the last write.
  const digest = await crypto.subtle.digest('SHA-256', chunk as Uint8Array<ArrayBuffer>)
  if (wanted === Buffer.from(digest).toString('hex')) return
  throw new UpdateError(
    'UPDATE_IMAGE_ALTERED',
    `The image is not the one that was signed: chunk ${index} of ${image.chunks.length} differs; nothing of it was written`,
  )
}

/** Cuts a stream of pieces into chunks, and reads no byte more than `total`. */
async function* chunksOf(pieces: AsyncIterable<Uint8Array>, total: number): AsyncGenerator<Uint8Array> {
  if (total === 0) return
  let left = total
  let chunk = new Uint8Array(Math.min(chunkBytes, left))
  let filled = 0
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length && left > 0; ) {
      if (filled === 0 && piece.length - at >= chunk.length) {
        // A whole chunk in one piece needs no copy.
        const end = at + chunk.length
        left -= chunk.length
        yield piece.subarray(at, end)
        at = end
        if (left < chunk.length) chunk = new Uint8Array(left)
        continue
      }
      const take = Math.min(piece.length - at, chunk.length - filled)
      chunk.set(piece.subarray(at, at + take), filled)
      filled += take
      at += take
      if (filled < chunk.length) continue
      left -= filled
      yield chunk
      chunk = new Uint8Array(Math.min(chunkBytes, left))
      filled = 0
    }
    if (left === 0) return
  }
  throw new UpdateError(
    'UPDATE_IMAGE_TRUNCATED',
    `The image ends too early: ${total - left + filled} bytes came, wanted ${total}`,
  )
}

/**
 * Reads a slot back and compares it with the release.
 *
 * @throws {UpdateError} `UPDATE_SLOT_DIFFERS`
 */
export async function readBack(image: Release['image'], slot: SlotFile): Promise<void> {
  const hash = createHash('sha256')
  let next = slot.read(0, Math.min(chunkBytes, image.bytes))
  for (let at = 0; at < image.bytes; ) {
    const bytes = await next
    if (bytes.length === 0) break
    at += bytes.length
    const left = Math.min(chunkBytes, image.bytes - at)
    if (left > 0) next = slot.read(at, left)
    hash.update(bytes)
  }
  const got = hash.digest('hex')
  if (got === image.sha256) return
  throw new UpdateError(
    'UPDATE_SLOT_DIFFERS',
    `The slot does not hold what was written: SHA-256 ${got}, wanted ${image.sha256}; the medium may be failing`,
  )
}
