import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { logKeptOnTheDeviceOnly } from './log-kept-on-the-device-only.ts'

test('log-kept-on-the-device-only fires on the element that breaks it', () => {
  assert.deepEqual(firing(logKeptOnTheDeviceOnly, { logging: {} }), ['logging'])
})

test('log-kept-on-the-device-only stays silent on a sound device', () => {
  const sound: DeviceParts = { logging: { sentTo: 'fleet' } }
  assert.deepEqual(firing(logKeptOnTheDeviceOnly, sound), [])
  assert.deepEqual(silentOn(logKeptOnTheDeviceOnly, sound), ['logging'])
})
