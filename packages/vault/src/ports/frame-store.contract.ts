/** What every frame store must do; each adapter's test runs it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import type { BridgeRow, DekRow, FrameRow, FrameStore } from './frame-store.ts'

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values)
const dek = (id: string): DekRow => ({ id, wrapped: bytes(1, 2), expires: 5, subject: 's' })
const frame = (sequence: number, of: string): FrameRow => ({
  ...{ sequence, dek: of, header: bytes(1), body: bytes(2), tag: bytes(3), from: 1, to: 2 },
})

export function frameStoreContract(name: string, open: () => FrameStore): void {
  test(`${name} gives back meta, keys and frames as they were committed`, () => {
    const store = open()
    store.commit({ meta: { a: bytes(9) }, putDeks: [dek('k')], putFrames: [frame(1, 'k'), frame(2, 'k')] })
    assert.deepEqual(store.meta('a'), bytes(9))
    assert.equal(store.meta('b'), undefined)
    assert.deepEqual(store.dek('k'), dek('k'))
    assert.deepEqual([...store.deks()], [dek('k')])
    assert.deepEqual([...store.frames({})], [frame(1, 'k'), frame(2, 'k')])
    store.close()
  })

  test(`${name} selects frames by key, start and limit, in rising sequence`, () => {
    const store = open()
    store.commit({ putFrames: [frame(1, 'a'), frame(2, 'b'), frame(3, 'a')] })
    assert.deepEqual(
      [...store.frames({ dek: 'a' })].map((row) => row.sequence),
      [1, 3],
    )
    assert.deepEqual(
      [...store.frames({ afterSequence: 1, limit: 1 })].map((row) => row.sequence),
      [2],
    )
    store.close()
  })

  test(`${name} destroys a key and the bodies of its frames, and keeps their headers`, () => {
    const store = open()
    store.commit({ putDeks: [dek('a'), dek('b')], putFrames: [frame(1, 'a'), frame(2, 'b')] })
    store.commit({ putCheckpoints: [{ dek: 'a', step: 1, wrapped: bytes(8) }] })
    store.commit({ dropDeks: [{ id: 'a', tombstone: bytes(7) }] })
    assert.deepEqual([store.tombstone('a'), store.tombstone('b')], [bytes(7), undefined])
    assert.equal(store.checkpoint('a', 9), undefined)
    assert.equal(store.dek('a'), undefined)
    assert.deepEqual([...store.frames({})], [{ ...frame(1, 'a'), body: undefined }, frame(2, 'b')])
    store.close()
  })

  test(`${name} finds the last frame, of all or of one key, and leaves bodies out where they are not asked for`, () => {
    const store = open()
    assert.equal(store.lastFrame(), undefined)
    store.commit({ putFrames: [frame(1, 'a'), frame(2, 'b'), frame(3, 'b')] })
    assert.deepEqual(store.lastFrame(), { ...frame(3, 'b'), body: undefined })
    assert.deepEqual(store.lastFrame('a'), { ...frame(1, 'a'), body: undefined })
    assert.equal(store.lastFrame('c'), undefined)
    const [first] = store.frames({ headersOnly: true })
    assert.deepEqual(first, { ...frame(1, 'a'), body: undefined })
    store.close()
  })

  test(`${name} gives the nearest checkpoint at or before a step, and replaces one that is put again`, () => {
    const store = open()
    const at = (
      step: number,
      value: number,
    ): { dek: string; step: number; wrapped: Uint8Array<ArrayBuffer> } => ({
      ...{ dek: 'a', step, wrapped: bytes(value) },
    })
    store.commit({ putCheckpoints: [at(512, 2), at(256, 1)] })
    store.commit({ putCheckpoints: [at(256, 9)] })
    const found = [255, 256, 511, 512, 9_999].map((step) => store.checkpoint('a', step)?.wrapped[0])
    assert.deepEqual(found, [undefined, 9, 9, 2, 2])
    assert.equal(store.checkpoint('b', 9_999), undefined)
    assert.equal([...store.checkpoints()].length, 2)
    store.close()
  })

  test(`${name} puts a bridge in the place of frames and bridges, and removes the tombstones that no frame is left to need`, () => {
    const store = open()
    store.commit({
      ...{ putDeks: [dek('a'), dek('b'), dek('c')] },
      putFrames: [frame(1, 'c'), frame(2, 'a'), frame(3, 'b'), frame(4, 'b'), frame(5, 'c')],
    })
    const tombstone = bytes(7)
    const bridge = (first: number, last: number): BridgeRow => ({ first, last, value: bytes(first) })
    store.commit({
      dropDeks: ['a', 'b'].map((id) => ({ id, tombstone })),
      putBridges: [bridge(2, 2), bridge(3, 3)],
    })
    const sequences = (): number[] => [...store.frames({})].map(({ sequence }) => sequence)
    assert.deepEqual(
      [sequences(), store.tombstone('a'), store.tombstone('b')],
      [[1, 4, 5], undefined, tombstone],
    )
    assert.deepEqual([...store.bridges()], [bridge(2, 2), bridge(3, 3)])
    store.commit({ putBridges: [bridge(2, 4)] })
    assert.deepEqual([sequences(), [...store.bridges()]], [[1, 5], [bridge(2, 4)]])
    assert.equal(store.tombstone('b'), undefined)
    store.close()
  })
}
