import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { updateWithoutConsent } from './update-without-consent.ts'

test('update-without-consent fires on the element that breaks it', () => {
  assert.deepEqual(firing(updateWithoutConsent, { updates: [{ id: 'u0', consent: 'nobody' }] }), [
    'updates.u0',
  ])
})

test('update-without-consent stays silent on a sound device', () => {
  const sound: DeviceParts = { updates: [{ id: 'u0', consent: 'user' }, { id: 'u1' }] }
  assert.deepEqual(firing(updateWithoutConsent, sound), [])
  assert.deepEqual(silentOn(updateWithoutConsent, sound), ['updates.u0', 'updates.u1'])
})
