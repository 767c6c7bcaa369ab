import assert from 'node:assert/strict'
import test from 'node:test'
import { delivered, deliveryEntriesMax, emptyDelivery, rateInForce, recordDelivery } from './delivery.ts'
import type { Sum } from './limits.ts'
import type { Delivery } from './state.ts'

const sum: Sum = { rateOf: 'rate', rateWeight: 3n, amountWeights: new Map(), max: 1000n, window: 100 }
const at = (at: number, rate: bigint, amount = 0n): Parameters<typeof recordDelivery>[2] => ({
  at,
  rate,
  amount,
})

function recorded(...entries: readonly Parameters<typeof recordDelivery>[2][]): Delivery {
  return entries.reduce((delivery, entry) => recordDelivery(sum, delivery, entry), emptyDelivery)
}

test('emptyDelivery counts nothing', () => {
  assert.deepEqual(emptyDelivery, { segments: [], amounts: [] })
})

test('delivered() is the area below the rates within the window, weighted, with the amounts', () => {
  const delivery = recorded(at(0, 5n), at(10, 7n, 11n), at(30, 0n))
  assert.equal(delivered(sum, delivery, 0), 0n + 11n)
  assert.equal(delivered(sum, delivery, 4), 4n * 5n * 3n + 11n)
  assert.equal(delivered(sum, delivery, 30), (10n * 5n + 20n * 7n) * 3n + 11n)
  assert.equal(delivered(sum, delivery, 80), (10n * 5n + 20n * 7n) * 3n + 11n)
})

test('delivered() forgets what left the window, a rate bit by bit and an amount at once', () => {
  const delivery = recorded(at(0, 5n), at(10, 7n, 11n), at(30, 0n))
  assert.equal(delivered(sum, delivery, 104), (6n * 5n + 20n * 7n) * 3n + 11n)
  assert.equal(delivered(sum, delivery, 109), (1n * 5n + 20n * 7n) * 3n + 11n)
  assert.equal(delivered(sum, delivery, 110), 20n * 7n * 3n)
  assert.equal(delivered(sum, delivery, 120), 10n * 7n * 3n)
  assert.equal(delivered(sum, delivery, 130), 0n)
  assert.equal(delivered(sum, delivery, 1000), 0n)
})

test('a rate that stays in force counts for as long as it does', () => {
  const delivery = recorded(at(0, 5n))
  assert.equal(delivered(sum, delivery, 60), 300n * 3n)
  assert.equal(delivered(sum, delivery, 5000), 500n * 3n)
  assert.equal(rateInForce(delivery), 5n)
  assert.equal(rateInForce(emptyDelivery), 0n)
})

test('recordDelivery() keeps only what can still count, and no rate twice', () => {
  assert.deepEqual(recorded(at(0, 5n), at(10, 5n)).segments, [{ from: 0, rate: 5n }])
  assert.deepEqual(recorded(at(0, 0n)).segments, [])
  const delivery = recorded(at(0, 5n, 1n), at(20, 6n, 2n), at(120, 7n))
  // At 120 the window begins at 20: the first rate ended there, and both amounts are as old as the window or older.
  assert.deepEqual(delivery, {
    segments: [
      { from: 20, rate: 6n },
      { from: 120, rate: 7n },
    ],
    amounts: [],
  })
  const before = recorded(at(0, 5n, 1n), at(20, 6n, 2n), at(119, 7n))
  assert.deepEqual(before.segments[0], { from: 0, rate: 5n })
  assert.deepEqual(before.amounts, [{ at: 20, amount: 2n }])
  assert.deepEqual(recorded(at(0, 5n), at(300, 5n)).segments, [{ from: 0, rate: 5n }])
})

test('recordDelivery() takes nothing back', () => {
  assert.deepEqual(recorded(at(0, 0n, -5n), at(1, 0n, 0n)).amounts, [])
  assert.deepEqual(recorded(at(0, 0n, 1n)).amounts, [{ at: 0, amount: 1n }])
})

test('beyond its most entries the two oldest rates become the larger, and the two oldest amounts their sum at the later moment', () => {
  const wide: Sum = { ...sum, window: 1_000_000 }
  const entries = (count: number): Delivery => {
    let delivery = emptyDelivery
    for (let i = 0; i < count; i++)
      delivery = recordDelivery(wide, delivery, at(i * 10, BigInt((i % 2) + 1), BigInt(i + 1)))
    return delivery
  }
  const full = entries(deliveryEntriesMax)
  assert.deepEqual([full.segments.length, full.amounts.length], [deliveryEntriesMax, deliveryEntriesMax])
  assert.deepEqual(full.segments[0], { from: 0, rate: 1n })
  const merged = entries(deliveryEntriesMax + 1)
  assert.deepEqual([merged.segments.length, merged.amounts.length], [deliveryEntriesMax, deliveryEntriesMax])
  assert.deepEqual(merged.segments.slice(0, 2), [
    { from: 0, rate: 2n },
    { from: 20, rate: 1n },
  ])
  assert.deepEqual(merged.amounts.slice(0, 2), [
    { at: 10, amount: 3n },
    { at: 20, amount: 3n },
  ])
  const again = entries(deliveryEntriesMax + 2)
  assert.deepEqual(again.segments[0], { from: 0, rate: 2n })
  assert.deepEqual(again.amounts[0], { at: 20, amount: 6n })
})
