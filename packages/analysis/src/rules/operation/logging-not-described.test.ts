import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { loggingNotDescribed } from './logging-not-described.ts'

test('logging-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(loggingNotDescribed, {}), ['device'])
})

test('logging-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = { logging: {} }
  assert.deepEqual(firing(loggingNotDescribed, sound), [])
  assert.deepEqual(silentOn(loggingNotDescribed, sound), ['device'])
})
