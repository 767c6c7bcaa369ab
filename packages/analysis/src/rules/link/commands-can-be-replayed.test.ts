import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { commandsCanBeReplayed } from './commands-can-be-replayed.ts'

test('commands-can-be-replayed fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(commandsCanBeReplayed, { interfaces: [{ id: 'remote', reach: 'wireless', commands: ['bolus'] }] }),
    ['interfaces.remote'],
  )
})

test('commands-can-be-replayed stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [
      { id: 'remote', reach: 'wireless', commands: ['bolus'], replayBy: ['counter'] },
      { id: 'panel', reach: 'physical-port', commands: ['bolus'] },
      { id: 'data', reach: 'wireless' },
    ],
    controls: ['counter'],
  }
  assert.deepEqual(firing(commandsCanBeReplayed, sound), [])
  assert.deepEqual(silentOn(commandsCanBeReplayed, sound), ['interfaces.remote'])
})
