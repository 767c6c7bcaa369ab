import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { messageSizeUnbounded } from './message-size-unbounded.ts'

test('message-size-unbounded fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(messageSizeUnbounded, {
      components: [{ id: 'app' }],
      interfaces: [
        { id: 'open', to: 'app', reach: 'ward-network' },
        { id: 'vast', to: 'app', reach: 'ward-network', messageBytesMax: 2 ** 30 + 1 },
      ],
    }),
    ['interfaces.open', 'interfaces.vast'],
  )
})

test('message-size-unbounded stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [{ id: 'app' }],
    interfaces: [
      { id: 'bounded', to: 'app', reach: 'ward-network', messageBytesMax: 2 ** 30 },
      { id: 'port', to: 'app', reach: 'physical-port' },
    ],
  }
  assert.deepEqual(firing(messageSizeUnbounded, sound), [])
  assert.deepEqual(silentOn(messageSizeUnbounded, sound), ['interfaces.bounded'])
})
