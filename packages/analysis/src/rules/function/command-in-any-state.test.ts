import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { commandInAnyState } from './command-in-any-state.ts'

test('command-in-any-state fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(commandInAnyState, {
      functions: [
        {
          id: 'f0',
          commands: [
            {
              id: 'set',
              parameters: { rate: { unit: 'mL/h', min: 0, max: 9 } },
              roles: ['nurse'],
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

test('command-in-any-state stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      {
        id: 'f0',
        commands: [
          {
            id: 'set',
            parameters: { rate: { unit: 'mL/h', min: 0, max: 9 } },
            roles: ['nurse'],
            confirm: 'none',
            states: ['on'],
          },
        ],
      },
      { id: 'f1', commands: [{ id: 'stop', parameters: {}, roles: ['nurse'], confirm: 'none', states: [] }] },
    ],
  }
  assert.deepEqual(firing(commandInAnyState, sound), [])
  assert.deepEqual(silentOn(commandInAnyState, sound), ['functions.f0', 'functions.f1'])
})
