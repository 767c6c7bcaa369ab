import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { activeAndClosed } from './active-and-closed.ts'

test('active-and-closed fires on the element that breaks it', () => {
  assert.deepEqual(firing(activeAndClosed, { interfaces: [{ id: 'i', closedBy: ['fuse'] }] }), [
    'interfaces.i',
  ])
})

test('active-and-closed stays silent on a sound device', () => {
  const sound: DeviceParts = { interfaces: [{ id: 'a', active: false, closedBy: ['fuse'] }, { id: 'b' }] }
  assert.deepEqual(firing(activeAndClosed, sound), [])
  assert.deepEqual(silentOn(activeAndClosed, sound), ['interfaces.a', 'interfaces.b'])
})
