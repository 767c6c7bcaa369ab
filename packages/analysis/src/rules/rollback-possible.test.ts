import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { rollbackPossible } from './rollback-possible.ts'

const now = Date.UTC(2026, 0, 1)

test('rollback-possible fires once on the element that breaks it', () => {
  const hits = rollbackPossible.check(
    device({ updates: [{ id: 'firmware', rollbackProtected: false }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['updates.firmware'],
  )
})

test('rollback-possible stays silent on a sound device', () => {
  assert.deepEqual(rollbackPossible.check(device({ updates: [{ id: 'firmware' }] }), now), [])
})
