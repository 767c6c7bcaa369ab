import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { functionNotDescribed } from './function-not-described.ts'

test('function-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(functionNotDescribed, { functions: [{ id: 'f0' }] }), ['functions.f0'])
})

test('function-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      {
        id: 'f0',
        localStop: 'hardware',
        withoutNetwork: 'goes-on',
        afterPowerLoss: 'safe-state',
        alarms: [
          { id: 'a', condition: 'c', priority: 'high', raisedBy: 'm', shownAt: ['m'], silencedThrough: [] },
        ],
      },
    ],
  }
  assert.deepEqual(firing(functionNotDescribed, sound), [])
  assert.deepEqual(silentOn(functionNotDescribed, sound), ['functions.f0'])
})
