import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyWithoutUse } from './key-without-use.ts'

test('key-without-use fires on the element that breaks it', () => {
  assert.deepEqual(firing(keyWithoutUse, { keys: [{ id: 'k' }] }), ['keys.k'])
})

test('key-without-use stays silent on a sound device', () => {
  const sound: DeviceParts = {
    keys: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }],
    interfaces: [{ id: 'i', credentials: ['a'] }],
    vault: { unlock: ['b'] },
    controls: [{ id: 'x', restsOn: { soup: [], keys: ['c'], roles: [], controls: [] } }],
    updates: [{ id: 'u', signedWith: ['d'] }],
  }
  assert.deepEqual(firing(keyWithoutUse, sound), [])
  assert.deepEqual(silentOn(keyWithoutUse, sound), ['keys.a', 'keys.b', 'keys.c', 'keys.d'])
})
