/** What every log store must do; each adapter's test runs it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import type { LogStore } from './log-store.ts'

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values)

/** @param open opens the same place again each time */
export function logStoreContract(name: string, open: () => LogStore): void {
  test(`${name} keeps its index and its segments, in rising order`, () => {
    const store = open()
    assert.deepEqual([store.index(), store.segments()], [undefined, []])
    store.replaceIndex(bytes(1, 2, 3))
    store.replaceIndex(bytes(4))
    for (const segment of [10, 9, 2]) store.create(segment, bytes(segment))
    store.append(9, bytes(1, 2))
    store.sync(9)
    store.append(2, bytes(3))
    store.close()
    const again = open()
    assert.deepEqual([again.index(), again.segments()], [bytes(4), [2, 9, 10]])
    assert.deepEqual([again.read(9, 100), again.read(2, 100)], [bytes(9, 1, 2), bytes(2, 3)])
    assert.deepEqual([again.read(9, 2), again.read(3, 100)], [bytes(9, 1), undefined])
    for (const segment of [2, 9, 10]) again.remove(segment)
    again.close()
  })

  test(`${name} cuts, begins anew and removes a segment, and goes on after each`, () => {
    const store = open()
    store.create(1, bytes(1, 2, 3, 4))
    store.truncate(1, 2)
    store.append(1, bytes(9))
    assert.deepEqual(store.read(1, 100), bytes(1, 2, 9))
    store.create(1, bytes(7))
    store.append(1, bytes(8))
    assert.deepEqual(store.read(1, 100), bytes(7, 8))
    store.remove(1)
    store.remove(1)
    assert.deepEqual([store.read(1, 100), store.segments()], [undefined, []])
    store.close()
  })
}
