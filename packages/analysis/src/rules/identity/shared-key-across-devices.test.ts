import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { sharedKeyAcrossDevices } from './shared-key-across-devices.ts'

test('shared-key-across-devices fires once on the element that breaks it', () => {
  const hits = firing(sharedKeyAcrossDevices, {
    keys: [{ id: 'api-key', scope: 'fleet', storedBy: 'file' }],
  })
  assert.deepEqual(hits, ['keys.api-key'])
})

test('shared-key-across-devices stays silent on a sound device', () => {
  assert.deepEqual(
    firing(sharedKeyAcrossDevices, {
      keys: [
        { id: 'signing', scope: 'fleet', storedBy: 'hsm' },
        { id: 'identity', storedBy: 'file' },
        { id: 'built-in', scope: 'fleet', storedBy: 'firmware' },
      ],
    }),
    [],
  )
})
