import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { slowRollout } from './slow-rollout.ts'

test('slow-rollout fires on the element that breaks it', () => {
  assert.deepEqual(firing(slowRollout, { updates: [{ id: 'u0', rolloutDays: 61 }] }), ['updates.u0'])
})

test('slow-rollout stays silent on a sound device', () => {
  const sound: DeviceParts = {
    updates: [{ id: 'u0', rolloutDays: 60 }, { id: 'u1', rolloutDays: 90, way: 'local-media' }, { id: 'u2' }],
  }
  assert.deepEqual(firing(slowRollout, sound), [])
  assert.deepEqual(silentOn(slowRollout, sound), ['updates.u0', 'updates.u1', 'updates.u2'])
})
