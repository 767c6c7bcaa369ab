import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { nobodyIsTold } from './nobody-is-told.ts'

test('nobody-is-told fires on the element that breaks it', () => {
  assert.deepEqual(firing(nobodyIsTold, { logging: {} }), ['logging'])
})

test('nobody-is-told stays silent on a sound device', () => {
  const sound: DeviceParts = { logging: { alerts: ['operator'] } }
  assert.deepEqual(firing(nobodyIsTold, sound), [])
  assert.deepEqual(silentOn(nobodyIsTold, sound), ['logging'])
})
