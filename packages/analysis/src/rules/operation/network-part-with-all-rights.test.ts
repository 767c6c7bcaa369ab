import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { networkPartWithAllRights } from './network-part-with-all-rights.ts'

test('network-part-with-all-rights fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(networkPartWithAllRights, {
      components: [{ id: 'c0', privileges: 'administrator' }],
      interfaces: [{ id: 'wifi', to: 'c0', reach: 'ward-network' }],
    }),
    ['components.c0'],
  )
})

test('network-part-with-all-rights stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [{ id: 'c0', privileges: 'user' }, { id: 'c1', privileges: 'kernel' }, { id: 'c2' }],
    interfaces: [
      { id: 'wifi', to: 'c0', reach: 'ward-network' },
      { id: 'bus', to: 'c1' },
      { id: 'serial', to: 'c1', reach: 'physical-port' },
      { id: 'shut', to: 'c1', reach: 'ward-network', active: false },
    ],
  }
  assert.deepEqual(firing(networkPartWithAllRights, sound), [])
  assert.deepEqual(silentOn(networkPartWithAllRights, sound), [
    'components.c0',
    'components.c1',
    'components.c2',
  ])
})
