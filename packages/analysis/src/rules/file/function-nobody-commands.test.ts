import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { functionNobodyCommands } from './function-nobody-commands.ts'

test('function-nobody-commands fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(functionNobodyCommands, {
      functions: [
        { id: 'f', commands: [{ id: 'go', parameters: {}, roles: [], confirm: 'none', states: [] }] },
      ],
    }),
    ['functions.f'],
  )
})

test('function-nobody-commands stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f', commands: [{ id: 'go', parameters: {}, roles: [], confirm: 'none', states: [] }] },
      { id: 'g' },
    ],
    interfaces: [{ id: 'panel', commands: ['f'] }],
  }
  assert.deepEqual(firing(functionNobodyCommands, sound), [])
  assert.deepEqual(silentOn(functionNobodyCommands, sound), ['functions.f', 'functions.g'])
})
