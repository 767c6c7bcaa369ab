import test from 'node:test'
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { readBack, writeImage } from './install.ts'
import type { SlotFile } from './ports/slots.ts'
import { chunkBytes, type Release } from './release.ts'

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function describe(bytes: Uint8Array): Release['image'] {
  const count = Math.ceil(bytes.length / chunkBytes)
  const chunks = Array.from({ length: count }, (_, i) =>
    sha256(bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes)),
  )
  return { bytes: bytes.length, sha256: sha256(bytes), chunks }
}

class MemorySlot implements SlotFile {
  readonly capacity: number | undefined
  readonly bytes: Uint8Array
  /** Bytes that were written before the last sync. */
  synced = 0
  #written = 0
  constructor(size: number, capacity?: number) {
    this.bytes = new Uint8Array(size)
    this.capacity = capacity
  }
  write(at: number, bytes: Uint8Array): Promise<void> {
    this.bytes.set(bytes, at)
    this.#written = at + bytes.length
    return Promise.resolve()
  }
  read(at: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.bytes.subarray(at, at + length))
  }
  sync(): Promise<void> {
    this.synced = this.#written
    return Promise.resolve()
  }
  close(): Promise<void> {
    return Promise.resolve()
  }
}

async function* pieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('writeImage() writes what was signed, however the source cuts it, from any chunk on', async () => {
  const bytes = randomBytes(2 * chunkBytes + 4097)
  const image = describe(bytes)
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 4096, max: 3 * chunkBytes }),
      fc.integer({ min: 0, max: 3 }),
      async (size, done) => {
        const slot = new MemorySlot(bytes.length)
        slot.bytes.set(bytes.subarray(0, done * chunkBytes))
        await writeImage({
          image,
          stream: (from) => pieces(bytes.subarray(from), size),
          slot,
          done,
          onDone: (chunks) => {
            assert.ok(
              slot.synced >= Math.min(chunks * chunkBytes, bytes.length) || chunks === done,
              'synced before it is said',
            )
            return Promise.resolve()
          },
        })
        await readBack(image, slot)
      },
    ),
    { numRuns: 20 },
  )
})

test('writeImage() says what is done only after a sync, each 16 chunks', async () => {
  const bytes = new Uint8Array(40 * chunkBytes)
  const slot = new MemorySlot(bytes.length)
  const done: number[] = []
  const onDone = (chunks: number): Promise<void> => {
    assert.ok(slot.synced >= chunks * chunkBytes)
    done.push(chunks)
    return Promise.resolve()
  }
  const stream = (from: number): AsyncIterable<Uint8Array> => pieces(bytes.subarray(from), chunkBytes)
  await writeImage({ image: describe(bytes), stream, slot, done: 0, onDone })
  assert.deepEqual(done, [16, 32, 40])
})

test('writeImage() refuses a slot that is too small before it reads a byte', async () => {
  const bytes = new Uint8Array(1000)
  const stream = (): AsyncIterable<Uint8Array> => assert.fail('it read')
  const options = { image: describe(bytes), stream, slot: new MemorySlot(1000, 999), done: 0 }
  const refused = writeImage({ ...options, onDone: () => Promise.resolve() })
  await assert.rejects(refused, { code: 'UPDATE_SLOT_SMALL' })
})

test('readBack() refuses a slot with any one bit flipped, or shorter', async () => {
  const bytes = randomBytes(300)
  const image = describe(bytes)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const slot = new MemorySlot(bytes.length)
    slot.bytes.set(bytes)
    slot.bytes[bit >> 3] = (slot.bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await assert.rejects(readBack(image, slot), { code: 'UPDATE_SLOT_DIFFERS' })
  }
  for (let length = 0; length < bytes.length; length++) {
    const slot = new MemorySlot(length)
    slot.bytes.set(bytes.subarray(0, length))
    await assert.rejects(readBack(image, slot), { code: 'UPDATE_SLOT_DIFFERS' })
  }
})
