import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { noStepLimit } from './no-step-limit.ts'

test('no-step-limit fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(noStepLimit, {
      functions: [
        {
          id: 'f0',
          commands: [
            {
              id: 'set',
              parameters: { rate: { unit: 'mL/h', min: 0.1, max: 11 } },
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

test('no-step-limit stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      {
        id: 'f0',
        commands: [
          {
            id: 'set',
            parameters: { rate: { unit: 'mL/h', min: 0.1, max: 10 } },
            roles: [],
            confirm: 'none',
            states: [],
          },
        ],
      },
      {
        id: 'f1',
        commands: [
          {
            id: 'set',
            parameters: { rate: { unit: 'mL/h', min: 0.1, max: 999, stepPerMinute: 50 } },
            roles: [],
            confirm: 'none',
            states: [],
          },
        ],
      },
    ],
  }
  assert.deepEqual(firing(noStepLimit, sound), [])
  assert.deepEqual(silentOn(noStepLimit, sound), ['functions.f0', 'functions.f1'])
})
