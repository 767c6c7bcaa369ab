import assert from 'node:assert/strict'
import test from 'node:test'
import { endsMax, endsWindow, Restarts } from './restarts.ts'

test('a function is started again at once, then later and later, and then not at all', () => {
  const restarts = new Restarts()
  const waits = Array.from({ length: endsMax + 1 }, (_, count) => restarts.next(count))
  assert.deepEqual(waits, [0, 100, 200, 400, undefined, undefined])
})

test('ends that lie further back than the window do not count', () => {
  const restarts = new Restarts()
  for (let count = 1; count < endsMax; count++) restarts.next(0)
  assert.equal(restarts.next(endsWindow), 0)
  const close = new Restarts()
  for (let count = 1; count < endsMax; count++) close.next(1)
  assert.equal(close.next(endsWindow), undefined)
})
