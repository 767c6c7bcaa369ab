import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { updateInterrupted } from './update-interrupted.ts'

test('update-interrupted fires on the element that breaks it', () => {
  assert.deepEqual(firing(updateInterrupted, { updates: [{ id: 'u0', interrupted: 'unusable' }] }), [
    'updates.u0',
  ])
})

test('update-interrupted stays silent on a sound device', () => {
  const sound: DeviceParts = {
    updates: [
      { id: 'u0', interrupted: 'old-or-new' },
      { id: 'u1', interrupted: 'unusable', way: 'physical-presence' },
      { id: 'u2' },
    ],
  }
  assert.deepEqual(firing(updateInterrupted, sound), [])
  assert.deepEqual(silentOn(updateInterrupted, sound), ['updates.u0', 'updates.u1', 'updates.u2'])
})
