import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { logCanBeChanged } from './log-can-be-changed.ts'

test('log-can-be-changed fires on the element that breaks it', () => {
  assert.deepEqual(firing(logCanBeChanged, { logging: {} }), ['logging'])
})

test('log-can-be-changed stays silent on a sound device', () => {
  const sound: DeviceParts = { logging: { integrityBy: ['chain'] }, controls: ['chain'] }
  assert.deepEqual(firing(logCanBeChanged, sound), [])
  assert.deepEqual(silentOn(logCanBeChanged, sound), ['logging'])
})
