import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { fullLogStopsDevice } from './full-log-stops-device.ts'

test('full-log-stops-device fires on the element that breaks it', () => {
  assert.deepEqual(firing(fullLogStopsDevice, { logging: { whenFull: 'stops-device' } }), ['logging'])
})

test('full-log-stops-device stays silent on a sound device', () => {
  const sound: DeviceParts = { logging: { whenFull: 'overwrites-oldest' } }
  assert.deepEqual(firing(fullLogStopsDevice, sound), [])
  assert.deepEqual(silentOn(fullLogStopsDevice, sound), ['logging'])
})
