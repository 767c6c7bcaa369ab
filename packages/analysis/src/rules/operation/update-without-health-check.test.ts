import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { updateWithoutHealthCheck } from './update-without-health-check.ts'

test('update-without-health-check fires on the element that breaks it', () => {
  assert.deepEqual(firing(updateWithoutHealthCheck, { updates: [{ id: 'u0', healthCheck: false }] }), [
    'updates.u0',
  ])
})

test('update-without-health-check stays silent on a sound device', () => {
  const sound: DeviceParts = { updates: [{ id: 'u0', healthCheck: true }, { id: 'u1' }] }
  assert.deepEqual(firing(updateWithoutHealthCheck, sound), [])
  assert.deepEqual(silentOn(updateWithoutHealthCheck, sound), ['updates.u0', 'updates.u1'])
})
