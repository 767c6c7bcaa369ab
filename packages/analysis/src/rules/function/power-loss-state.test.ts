import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { powerLossState } from './power-loss-state.ts'

test('power-loss-state fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(powerLossState, {
      functions: [
        { id: 'f0', afterPowerLoss: 'last-state' },
        { id: 'f1', afterPowerLoss: 'undefined' },
      ],
    }),
    ['functions.f0', 'functions.f1'],
  )
})

test('power-loss-state stays silent on a sound device', () => {
  const sound: DeviceParts = { functions: [{ id: 'f0', afterPowerLoss: 'safe-state' }, { id: 'f1' }] }
  assert.deepEqual(firing(powerLossState, sound), [])
  assert.deepEqual(silentOn(powerLossState, sound), ['functions.f0', 'functions.f1'])
})
