import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlUsesPower } from './control-uses-power.ts'

test('control-uses-power fires on the element that breaks it', () => {
  assert.deepEqual(firing(controlUsesPower, { controls: [{ id: 'lock', sideEffects: ['power-use'] }] }), [
    'controls.lock',
  ])
})

test('control-uses-power stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['power-use'], sideEffectsTreatedBy: ['bypass'] },
      'bypass',
      { id: 'plain' },
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlUsesPower, sound), [])
  assert.deepEqual(silentOn(controlUsesPower, sound), ['controls.lock'])
})

test('control-uses-power fires where what treats it is enforced by nobody', () => {
  const promised: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['power-use'], sideEffectsTreatedBy: ['promise'] },
      { id: 'promise', enforcement: { by: 'nobody' } },
    ],
  }
  assert.deepEqual(firing(controlUsesPower, promised), ['controls.lock'])
})
