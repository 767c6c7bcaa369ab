import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { noFloodLimit } from './no-flood-limit.ts'

test('no-flood-limit fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(noFloodLimit, {
      components: [{ id: 'app' }],
      interfaces: [{ id: 'wifi', to: 'app', reach: 'ward-network' }],
    }),
    ['interfaces.wifi'],
  )
})

test('no-flood-limit stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [{ id: 'app' }],
    interfaces: [
      { id: 'wifi', to: 'app', reach: 'ward-network', floodBy: ['limit'] },
      { id: 'bus', to: 'app' },
      { id: 'keyboard', to: 'app', reach: 'physical-port' },
      { id: 'shut', to: 'app', reach: 'ward-network', active: false },
    ],
    controls: ['limit'],
  }
  assert.deepEqual(firing(noFloodLimit, sound), [])
  assert.deepEqual(silentOn(noFloodLimit, sound), [
    'interfaces.wifi',
    'interfaces.keyboard',
    'interfaces.shut',
  ])
})
