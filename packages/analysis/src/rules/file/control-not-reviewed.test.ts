import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlNotReviewed } from './control-not-reviewed.ts'

test('control-not-reviewed fires on the element that breaks it', () => {
  assert.deepEqual(firing(controlNotReviewed, { controls: [{ id: 'old', reviewed: '2024-12-30' }] }), [
    'controls.old',
  ])
})

test('control-not-reviewed stays silent on a sound device', () => {
  const sound: DeviceParts = { controls: [{ id: 'new', reviewed: '2025-01-01' }, 'unsaid'] }
  assert.deepEqual(firing(controlNotReviewed, sound), [])
  assert.deepEqual(silentOn(controlNotReviewed, sound), ['controls.new', 'controls.unsaid'])
})
