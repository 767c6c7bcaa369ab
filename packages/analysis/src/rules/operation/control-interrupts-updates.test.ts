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
      { id: 'plain' },
      { id: 'other', sideEffects: ['delay'] },
    ],
  }
  assert.deepEqual(firing(controlInterruptsUpdates, sound), [])
  assert.deepEqual(silentOn(controlInterruptsUpdates, sound), ['controls.lock'])
})

test('control-interrupts-updates fires where what treats it is enforced by nobody', () => {
  const promised: DeviceParts = {
    controls: [
      { id: 'lock', sideEffects: ['update-interruption'], sideEffectsTreatedBy: ['promise'] },
      { id: 'promise', enforcement: { by: 'nobody' } },
    ],
  }
  assert.deepEqual(firing(controlInterruptsUpdates, promised), ['controls.lock'])
})
