import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { useCasesNotDescribed } from './use-cases-not-described.ts'

test('use-cases-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(useCasesNotDescribed, {}), ['device'])
})

test('use-cases-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = { useCases: [{ id: 'on' }] }
  assert.deepEqual(firing(useCasesNotDescribed, sound), [])
  assert.deepEqual(silentOn(useCasesNotDescribed, sound), ['device'])
})
