import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlLocksOutCare } from './control-locks-out-care.ts'

test('control-locks-out-care fires on the element that breaks it', () => {
  assert.deepEqual(firing(controlLocksOutCare, { controls: [{ id: 'lock', sideEffects: ['lock-out'] }] }), [
    'controls.lock',
  ])
})

test('control-locks-out-care stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['lock-out'], sideEffectsTreatedBy: ['bypass'] },
      'bypass',
      { id: 'plain' },
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlLocksOutCare, sound), [])
  assert.deepEqual(silentOn(controlLocksOutCare, sound), ['controls.lock'])
})

test('control-locks-out-care fires where what treats it is enforced by nobody', () => {
  const promised: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['lock-out'], sideEffectsTreatedBy: ['promise'] },
      { id: 'promise', enforcement: { by: 'nobody' } },
    ],
  }
  assert.deepEqual(firing(controlLocksOutCare, promised), ['controls.lock'])
})
