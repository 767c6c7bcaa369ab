import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { eventsMissing } from './events-missing.ts'

test('events-missing fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(eventsMissing, { logging: { events: ['start-stop'] }, functions: [{ id: 'pump' }] }),
    ['logging'],
  )
})

test('events-missing stays silent on a sound device', () => {
  const sound: DeviceParts = { logging: { events: ['sign-in-failed', 'configuration', 'malformed-input'] } }
  assert.deepEqual(firing(eventsMissing, sound), [])
  assert.deepEqual(silentOn(eventsMissing, sound), ['logging'])
})
