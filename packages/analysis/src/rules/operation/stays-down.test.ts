import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { staysDown } from './stays-down.ts'

test('stays-down fires on the element that breaks it', () => {
  assert.deepEqual(firing(staysDown, { components: [{ id: 'c0', onFault: 'stays-down' }] }), [
    'components.c0',
  ])
})

test('stays-down stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'c0', onFault: 'restarts' },
      { id: 'c1', onFault: 'stays-down', kind: 'service' },
      { id: 'c2' },
    ],
  }
  assert.deepEqual(firing(staysDown, sound), [])
  assert.deepEqual(silentOn(staysDown, sound), ['components.c0', 'components.c1', 'components.c2'])
})
