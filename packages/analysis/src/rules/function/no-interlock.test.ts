import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { noInterlock } from './no-interlock.ts'

test('no-interlock fires on the element that breaks it', () => {
  assert.deepEqual(firing(noInterlock, { functions: [{ id: 'f0' }] }), ['functions.f0'])
})

test('no-interlock stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f0', interlockBy: ['clamp'] },
      { id: 'f1', harm: 'serious' },
    ],
    controls: ['clamp'],
  }
  assert.deepEqual(firing(noInterlock, sound), [])
  assert.deepEqual(silentOn(noInterlock, sound), ['functions.f0', 'functions.f1'])
})

test('no-interlock fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    functions: [{ id: 'f0', interlockBy: ['promise'] }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(noInterlock, promise), ['functions.f0'])
})
