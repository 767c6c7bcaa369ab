import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { repeatedSingleDose } from './repeated-single-dose.ts'

test('repeated-single-dose fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(repeatedSingleDose, {
      functions: [
        {
          id: 'f0',
          commands: [
            {
              id: 'bolus',
              parameters: { ml: { unit: 'mL', min: 0, max: 9 } },
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

test('repeated-single-dose stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      {
        id: 'f0',
        commands: [
          {
            id: 'bolus',
            parameters: { ml: { unit: 'mL', min: 0, max: 9 } },
            roles: [],
            confirm: 'none',
            states: [],
            minimumInterval: 60_000,
          },
        ],
      },
      {
        id: 'f1',
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
  }
  assert.deepEqual(firing(repeatedSingleDose, sound), [])
  assert.deepEqual(silentOn(repeatedSingleDose, sound), ['functions.f0', 'functions.f1'])
})
