import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { dataNotDescribed } from './data-not-described.ts'

test('data-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(dataNotDescribed, { data: [{ id: 'd0' }] }), ['data.d0'])
})

test('data-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = { data: [{ id: 'd0', neededBy: ['nurse'], identifies: 'person' }] }
  assert.deepEqual(firing(dataNotDescribed, sound), [])
  assert.deepEqual(silentOn(dataNotDescribed, sound), ['data.d0'])
})
