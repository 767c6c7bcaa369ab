import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { supportHasEnded } from './support-has-ended.ts'

test('support-has-ended fires on the element that breaks it', () => {
  assert.deepEqual(firing(supportHasEnded, { device: { supportUntil: '2025-12-31' } }), ['device'])
})

test('support-has-ended stays silent on a sound device', () => {
  const sound: DeviceParts = { device: { supportUntil: '2026-01-01' } }
  assert.deepEqual(firing(supportHasEnded, sound), [])
  assert.deepEqual(silentOn(supportHasEnded, sound), ['device'])
})
