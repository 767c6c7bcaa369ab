import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { rightsBeyondTheTask } from './rights-beyond-the-task.ts'

test('rights-beyond-the-task fires on the element that breaks it', () => {
  assert.deepEqual(firing(rightsBeyondTheTask, { components: [{ id: 'c0', privileges: 'administrator' }] }), [
    'components.c0',
  ])
})

test('rights-beyond-the-task stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'c0', privileges: 'administrator', isolatedBy: ['box'] },
      { id: 'c1', privileges: 'user' },
      { id: 'c2' },
      { id: 'c3', privileges: 'administrator' },
    ],
    interfaces: [{ id: 'wifi', to: 'c3', reach: 'ward-network' }],
    controls: ['box'],
  }
  assert.deepEqual(firing(rightsBeyondTheTask, sound), [])
  assert.deepEqual(silentOn(rightsBeyondTheTask, sound), [
    'components.c0',
    'components.c1',
    'components.c2',
    'components.c3',
  ])
})
