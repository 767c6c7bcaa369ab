/** What every frame store must do; each adapter's test runs it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import type { DekRow, FrameRow, FrameStore } from './frame-store.ts'

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
    store.commit({ dropDeks: ['a'] })
    assert.equal(store.dek('a'), undefined)
    assert.deepEqual([...store.frames({})], [{ ...frame(1, 'a'), body: undefined }, frame(2, 'b')])
    store.close()
  })
}
