import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { unauditedCapability } from './unaudited-capability.ts'

const now = Date.UTC(2026, 0, 1)

test('unaudited-capability fires once on the element that breaks it', () => {
  const hits = unauditedCapability.check(
    device({ monitoring: [{ id: 'live-view', audited: false, allows: ['read-phi'] }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['monitoring.live-view'],
  )
})

test('unaudited-capability stays silent on a sound device', () => {
  assert.deepEqual(
    unauditedCapability.check(device({ monitoring: [{ id: 'live-view', allows: ['read-phi'] }] }), now),
    [],
  )
})
