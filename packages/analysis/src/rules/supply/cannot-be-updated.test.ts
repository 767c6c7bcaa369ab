import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { cannotBeUpdated } from './cannot-be-updated.ts'

test('cannot-be-updated fires on the element that breaks it', () => {
  assert.deepEqual(firing(cannotBeUpdated, { components: [{ id: 'c0' }] }), ['components.c0'])
})

test('cannot-be-updated stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [{ id: 'c0' }, { id: 'c1', external: true }],
    updates: [{ id: 'u', components: ['c0'] }],
  }
  assert.deepEqual(firing(cannotBeUpdated, sound), [])
  assert.deepEqual(silentOn(cannotBeUpdated, sound), ['components.c0'])
})
