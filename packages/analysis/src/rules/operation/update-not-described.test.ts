import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { updateNotDescribed } from './update-not-described.ts'

test('update-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(updateNotDescribed, { updates: [{ id: 'u0' }] }), ['updates.u0'])
})

test('update-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    updates: [
      {
        id: 'u0',
        interrupted: 'old-or-new',
        healthCheck: true,
        when: 'idle-only',
        consent: 'user',
        rolloutDays: 30,
      },
    ],
  }
  assert.deepEqual(firing(updateNotDescribed, sound), [])
  assert.deepEqual(silentOn(updateNotDescribed, sound), ['updates.u0'])
})
