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

test('events-missing fires where somebody signs in and failures are not recorded', () => {
  const unrecorded: DeviceParts = {
    interfaces: [{ id: 'panel', authentication: ['pin'] }],
    controls: ['pin'],
    logging: { events: ['sign-in', 'configuration', 'malformed-input'] },
  }
  assert.deepEqual(firing(eventsMissing, unrecorded), ['logging'])
})

test('events-missing stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [{ id: 'panel', authentication: ['pin'] }],
    controls: ['pin'],
    logging: { events: ['sign-in', 'sign-in-failed', 'configuration', 'malformed-input'] },
  }
  assert.deepEqual(firing(eventsMissing, sound), [])
  assert.deepEqual(silentOn(eventsMissing, sound), ['logging'])
})

test('events-missing stays silent on sign-ins of a device where nobody signs in', () => {
  const plain: DeviceParts = { logging: { events: ['configuration', 'malformed-input'] } }
  assert.deepEqual(firing(eventsMissing, plain), [])
  assert.deepEqual(silentOn(eventsMissing, plain), ['logging'])
})
