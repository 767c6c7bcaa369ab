import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { urgentFixesTooSlow } from './urgent-fixes-too-slow.ts'

test('urgent-fixes-too-slow fires on the element that breaks it', () => {
  assert.deepEqual(firing(urgentFixesTooSlow, { device: { urgentPatchDays: 61 } }), ['device'])
})

test('urgent-fixes-too-slow stays silent on a sound device', () => {
  const sound: DeviceParts = { device: { urgentPatchDays: 60 } }
  assert.deepEqual(firing(urgentFixesTooSlow, sound), [])
  assert.deepEqual(silentOn(urgentFixesTooSlow, sound), ['device'])
})
