import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { expiredAcceptance } from './expired-acceptance.ts'

const now = Date.UTC(2026, 0, 1)

test('expired-acceptance fires once on the element that breaks it', () => {
  const hits = expiredAcceptance.check(device({ accepted: [{ id: 'AR-1', expires: '2025-12-30' }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['accepted.AR-1'],
  )
})

test('expired-acceptance stays silent on a sound device', () => {
  assert.deepEqual(
    expiredAcceptance.check(device({ accepted: [{ id: 'AR-1', expires: '2026-06-01' }] }), now),
    [],
  )
})
