import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { noCumulativeLimit } from './no-cumulative-limit.ts'

test('no-cumulative-limit fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(noCumulativeLimit, {
      functions: [
        {
          id: 'f0',
          commands: [
            {
              id: 'set',
              parameters: { rate: { unit: 'mL/h', min: 0, max: 9 } },
              roles: [],
              confirm: 'none',
              states: [],
            },
          ],
        },
      ],
    }),
    ['functions.f0'],
  )
})

test('no-cumulative-limit stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      {
        id: 'f0',
        commands: [
          {
            id: 'set',
            parameters: { rate: { unit: 'mL/h', min: 0, max: 9 } },
            roles: [],
            confirm: 'none',
            states: [],
          },
        ],
        envelope: {
          initialState: 'off',
          cumulative: { parameter: 'rate', max: 9, unit: 'mL', window: 3_600_000 },
        },
      },
      {
        id: 'f1',
        commands: [
          {
            id: 'set',
            parameters: { angle: { unit: 'deg', min: 0, max: 9 }, limit: { unit: '/min', min: 0, max: 200 } },
            roles: [],
            confirm: 'none',
            states: [],
          },
        ],
      },
    ],
  }
  assert.deepEqual(firing(noCumulativeLimit, sound), [])
  assert.deepEqual(silentOn(noCumulativeLimit, sound), ['functions.f0', 'functions.f1'])
})
