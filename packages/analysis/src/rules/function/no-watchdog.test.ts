import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { noWatchdog } from './no-watchdog.ts'

test('no-watchdog fires on the element that breaks it', () => {
  assert.deepEqual(firing(noWatchdog, { functions: [{ id: 'f0' }] }), ['functions.f0'])
})

test('no-watchdog stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f0', watchedBy: 'dog' },
      { id: 'f1', program: { path: 'p', heartbeatMs: 500 } },
      { id: 'f2', harm: 'negligible' },
    ],
    controls: ['dog'],
  }
  assert.deepEqual(firing(noWatchdog, sound), [])
  assert.deepEqual(silentOn(noWatchdog, sound), ['functions.f0', 'functions.f1', 'functions.f2'])
})

test('no-watchdog fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    functions: [{ id: 'f0', watchedBy: 'promise' }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(noWatchdog, promise), ['functions.f0'])
})
