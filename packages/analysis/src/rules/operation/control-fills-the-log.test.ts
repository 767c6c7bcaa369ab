import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlFillsTheLog } from './control-fills-the-log.ts'

test('control-fills-the-log fires on the element that breaks it', () => {
  assert.deepEqual(firing(controlFillsTheLog, { controls: [{ id: 'lock', sideEffects: ['log-filling'] }] }), [
    'controls.lock',
  ])
})

test('control-fills-the-log stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['log-filling'], sideEffectsTreatedBy: ['bypass'] },
      'bypass',
      { id: 'plain' },
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlFillsTheLog, sound), [])
  assert.deepEqual(silentOn(controlFillsTheLog, sound), ['controls.lock'])
})

test('control-fills-the-log fires where what treats it is enforced by nobody', () => {
  const promised: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['log-filling'], sideEffectsTreatedBy: ['promise'] },
      { id: 'promise', enforcement: { by: 'nobody' } },
    ],
  }
  assert.deepEqual(firing(controlFillsTheLog, promised), ['controls.lock'])
})
