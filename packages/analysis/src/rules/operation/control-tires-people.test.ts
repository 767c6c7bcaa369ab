import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlTiresPeople } from './control-tires-people.ts'

test('control-tires-people fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(controlTiresPeople, { controls: [{ id: 'lock', sideEffects: ['alarm-fatigue'] }] }),
    ['controls.lock'],
  )
})

test('control-tires-people stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['alarm-fatigue'], sideEffectsTreatedBy: ['bypass'] },
      'bypass',
      { id: 'plain' },
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlTiresPeople, sound), [])
  assert.deepEqual(silentOn(controlTiresPeople, sound), ['controls.lock'])
})

test('control-tires-people fires where what treats it is enforced by nobody', () => {
  const promised: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['alarm-fatigue'], sideEffectsTreatedBy: ['promise'] },
      { id: 'promise', enforcement: { by: 'nobody' } },
    ],
  }
  assert.deepEqual(firing(controlTiresPeople, promised), ['controls.lock'])
})
