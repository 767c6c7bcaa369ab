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
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlUsesPower, sound), [])
  assert.deepEqual(silentOn(controlUsesPower, sound), ['controls.lock'])
})
