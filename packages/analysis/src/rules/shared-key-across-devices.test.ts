import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { sharedKeyAcrossDevices } from './shared-key-across-devices.ts'

const now = Date.UTC(2026, 0, 1)

test('shared-key-across-devices fires once on the element that breaks it', () => {
  const hits = sharedKeyAcrossDevices.check(
    device({ keys: [{ id: 'api-key', scope: 'fleet', storedBy: 'firmware' }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['keys.api-key'],
  )
})

test('shared-key-across-devices stays silent on a sound device', () => {
  assert.deepEqual(
    sharedKeyAcrossDevices.check(
      device({
        keys: [
          { id: 'signing', scope: 'fleet', storedBy: 'hsm' },
          { id: 'identity', storedBy: 'file' },
        ],
      }),
      now,
    ),
    [],
  )
})
