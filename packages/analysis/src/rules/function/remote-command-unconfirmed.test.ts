import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { remoteCommandUnconfirmed } from './remote-command-unconfirmed.ts'

test('remote-command-unconfirmed fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(remoteCommandUnconfirmed, {
      functions: [
        {
          id: 'f0',
          commands: [{ id: 'set', parameters: {}, roles: ['nurse'], confirm: 'none', states: [] }],
        },
      ],
      interfaces: [{ id: 'cloud', reach: 'internet', commands: ['f0'] }],
    }),
    ['functions.f0'],
  )
})

test('remote-command-unconfirmed stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      {
        id: 'f0',
        commands: [{ id: 'set', parameters: {}, roles: ['nurse'], confirm: 'at-device', states: [] }],
      },
      { id: 'f1', commands: [{ id: 'set', parameters: {}, roles: ['nurse'], confirm: 'none', states: [] }] },
    ],
    interfaces: [
      { id: 'cloud', reach: 'internet', commands: ['f0'] },
      { id: 'panel', reach: 'physical-port', commands: ['f1'] },
    ],
  }
  assert.deepEqual(firing(remoteCommandUnconfirmed, sound), [])
  assert.deepEqual(silentOn(remoteCommandUnconfirmed, sound), ['functions.f0', 'functions.f1'])
})
