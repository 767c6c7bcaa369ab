import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { errorBehaviourUndefined } from './error-behaviour-undefined.ts'

test('error-behaviour-undefined fires on the element that breaks it', () => {
  assert.deepEqual(firing(errorBehaviourUndefined, { interfaces: [{ id: 'radio', fails: 'undefined' }] }), [
    'interfaces.radio',
  ])
})

test('error-behaviour-undefined stays silent on a sound device', () => {
  const sound: DeviceParts = { interfaces: [{ id: 'radio', fails: 'closed' }, { id: 'unsaid' }] }
  assert.deepEqual(firing(errorBehaviourUndefined, sound), [])
  assert.deepEqual(silentOn(errorBehaviourUndefined, sound), ['interfaces.radio', 'interfaces.unsaid'])
})
