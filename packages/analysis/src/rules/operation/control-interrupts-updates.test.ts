import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlInterruptsUpdates } from './control-interrupts-updates.ts'

test('control-interrupts-updates fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(controlInterruptsUpdates, { controls: [{ id: 'lock', sideEffects: ['update-interruption'] }] }),
    ['controls.lock'],
  )
})

test('control-interrupts-updates stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['update-interruption'], sideEffectsTreatedBy: ['bypass'] },
      'bypass',
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlInterruptsUpdates, sound), [])
  assert.deepEqual(silentOn(controlInterruptsUpdates, sound), ['controls.lock'])
})
