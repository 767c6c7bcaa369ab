import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlCanLoseData } from './control-can-lose-data.ts'

test('control-can-lose-data fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(controlCanLoseData, { controls: [{ id: 'lock', sideEffects: ['loss-of-data'] }] }),
    ['controls.lock'],
  )
})

test('control-can-lose-data stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['loss-of-data'], sideEffectsTreatedBy: ['bypass'] },
      'bypass',
      { id: 'plain' },
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlCanLoseData, sound), [])
  assert.deepEqual(silentOn(controlCanLoseData, sound), ['controls.lock'])
})

test('control-can-lose-data fires where what treats it is enforced by nobody', () => {
  const promised: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['loss-of-data'], sideEffectsTreatedBy: ['promise'] },
      { id: 'promise', enforcement: { by: 'nobody' } },
    ],
  }
  assert.deepEqual(firing(controlCanLoseData, promised), ['controls.lock'])
})
