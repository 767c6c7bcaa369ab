import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { updateDuringTherapy } from './update-during-therapy.ts'

test('update-during-therapy fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(updateDuringTherapy, {
      functions: [{ id: 'pump', component: 'motor' }],
      updates: [{ id: 'u0', components: ['motor'], when: 'any-time' }],
    }),
    ['updates.u0'],
  )
})

test('update-during-therapy stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [{ id: 'pump', component: 'motor' }],
    updates: [
      { id: 'u0', components: ['motor'], when: 'idle-only' },
      { id: 'u1', components: ['screen'], when: 'any-time' },
      { id: 'u2', components: ['motor'] },
    ],
  }
  assert.deepEqual(firing(updateDuringTherapy, sound), [])
  assert.deepEqual(silentOn(updateDuringTherapy, sound), ['updates.u0', 'updates.u1', 'updates.u2'])
})
