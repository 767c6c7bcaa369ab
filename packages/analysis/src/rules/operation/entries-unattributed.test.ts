import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { entriesUnattributed } from './entries-unattributed.ts'

test('entries-unattributed fires on the element that breaks it', () => {
  assert.deepEqual(firing(entriesUnattributed, { logging: { attributed: false } }), ['logging'])
})

test('entries-unattributed stays silent on a sound device', () => {
  const sound: DeviceParts = { logging: { attributed: true } }
  assert.deepEqual(firing(entriesUnattributed, sound), [])
  assert.deepEqual(silentOn(entriesUnattributed, sound), ['logging'])
})
