import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { onePersonSigns } from './one-person-signs.ts'

test('one-person-signs fires on the element that breaks it', () => {
  assert.deepEqual(firing(onePersonSigns, { updates: [{ id: 'u0', signedWith: ['build'] }] }), ['updates.u0'])
})

test('one-person-signs stays silent on a sound device', () => {
  const sound: DeviceParts = {
    updates: [
      { id: 'u0', signedWith: ['build', 'release'] },
      { id: 'u1', signedWith: ['build'], way: 'local-media' },
      { id: 'u2' },
    ],
  }
  assert.deepEqual(firing(onePersonSigns, sound), [])
  assert.deepEqual(silentOn(onePersonSigns, sound), ['updates.u0', 'updates.u1', 'updates.u2'])
})
