import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { oneItemOnBothSides } from './one-item-on-both-sides.ts'

test('one-item-on-both-sides fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(oneItemOnBothSides, {
      components: [
        { id: 'c0', soup: ['node'] },
        { id: 'web', soup: ['node'] },
      ],
      functions: [{ id: 'pump', component: 'c0' }],
      interfaces: [{ id: 'wifi', to: 'web', reach: 'ward-network' }],
      soup: ['node'],
    }),
    ['components.c0'],
  )
})

test('one-item-on-both-sides stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'c0', soup: ['node'], isolatedBy: ['box'] },
      { id: 'web', soup: ['node'] },
      { id: 'c2', soup: ['rtos'] },
    ],
    functions: [
      { id: 'pump', component: 'c0' },
      { id: 'valve', component: 'c2' },
    ],
    interfaces: [{ id: 'wifi', to: 'web', reach: 'ward-network' }],
    soup: ['node', 'rtos'],
    controls: ['box'],
  }
  assert.deepEqual(firing(oneItemOnBothSides, sound), [])
  assert.deepEqual(silentOn(oneItemOnBothSides, sound), ['components.c0', 'components.c2'])
})
