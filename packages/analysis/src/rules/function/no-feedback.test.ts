import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { noFeedback } from './no-feedback.ts'

test('no-feedback fires on the element that breaks it', () => {
  assert.deepEqual(firing(noFeedback, { functions: [{ id: 'f0' }] }), ['functions.f0'])
})

test('no-feedback stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f0', feedbackBy: ['drop-counter'] },
      { id: 'f1', harm: 'minor' },
    ],
    controls: ['drop-counter'],
  }
  assert.deepEqual(firing(noFeedback, sound), [])
  assert.deepEqual(silentOn(noFeedback, sound), ['functions.f0', 'functions.f1'])
})

test('no-feedback fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    functions: [{ id: 'f0', feedbackBy: ['promise'] }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(noFeedback, promise), ['functions.f0'])
})
