import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlDelaysCare } from './control-delays-care.ts'

test('control-delays-care fires on the element that breaks it', () => {
  assert.deepEqual(firing(controlDelaysCare, { controls: [{ id: 'lock', sideEffects: ['delay'] }] }), [
    'controls.lock',
  ])
})

test('control-delays-care stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['delay'], sideEffectsTreatedBy: ['bypass'] },
      'bypass',
      { id: 'plain' },
      { id: 'other', sideEffects: ['lock-out'] },
    ],
  }
  assert.deepEqual(firing(controlDelaysCare, sound), [])
  assert.deepEqual(silentOn(controlDelaysCare, sound), ['controls.lock'])
})

test('control-delays-care fires where what treats it is enforced by nobody', () => {
  const promised: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['delay'], sideEffectsTreatedBy: ['promise'] },
      { id: 'promise', enforcement: { by: 'nobody' } },
    ],
  }
  assert.deepEqual(firing(controlDelaysCare, promised), ['controls.lock'])
})
