import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { commandsUnprotectedOnTheWay } from './commands-unprotected-on-the-way.ts'

test('commands-unprotected-on-the-way fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(commandsUnprotectedOnTheWay, {
      interfaces: [{ id: 'remote', reach: 'wireless', commands: ['bolus'] }],
    }),
    ['interfaces.remote'],
  )
})

test('commands-unprotected-on-the-way stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [
      { id: 'remote', reach: 'wireless', commands: ['bolus'], protection: ['tls'] },
      { id: 'bus', commands: ['bolus'] },
    ],
    controls: ['tls'],
  }
  assert.deepEqual(firing(commandsUnprotectedOnTheWay, sound), [])
  assert.deepEqual(silentOn(commandsUnprotectedOnTheWay, sound), ['interfaces.remote'])
})
