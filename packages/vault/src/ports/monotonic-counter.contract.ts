/** What every monotonic counter must do; each adapter's test runs it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import type { MonotonicCounter } from './monotonic-counter.ts'

export function monotonicCounterContract(name: string, open: () => Promise<MonotonicCounter>): void {
  test(`${name} counts up by one and never gives a number twice`, async () => {
    const counter = await open()
    const before = await counter.read()
    assert.equal(await counter.increment(), before + 1)
    assert.equal(await counter.increment(), before + 2)
    assert.equal(await counter.read(), before + 2)
  })
}
