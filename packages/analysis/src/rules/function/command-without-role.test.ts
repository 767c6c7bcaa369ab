import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { commandWithoutRole } from './command-without-role.ts'

test('command-without-role fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(commandWithoutRole, {
      functions: [
        { id: 'f0', commands: [{ id: 'set', parameters: {}, roles: [], confirm: 'none', states: [] }] },
      ],
    }),
    ['functions.f0'],
  )
})

test('command-without-role stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f0', commands: [{ id: 'set', parameters: {}, roles: ['nurse'], confirm: 'none', states: [] }] },
    ],
  }
  assert.deepEqual(firing(commandWithoutRole, sound), [])
  assert.deepEqual(silentOn(commandWithoutRole, sound), ['functions.f0'])
})
