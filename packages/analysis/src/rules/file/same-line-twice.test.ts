import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { sameLineTwice } from './same-line-twice.ts'

test('same-line-twice fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(sameLineTwice, {
      controls: ['a', { id: 'b', restsOn: { soup: [], keys: [], roles: [], controls: ['a'] } }],
      interfaces: [{ id: 'i', authentication: ['a', 'b'] }],
    }),
    ['controls.b'],
  )
})

test('same-line-twice stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: ['a', 'c', { id: 'b', restsOn: { soup: [], keys: [], roles: [], controls: ['a'] } }],
    interfaces: [{ id: 'i', authentication: ['c', 'b'] }],
  }
  assert.deepEqual(firing(sameLineTwice, sound), [])
  assert.deepEqual(silentOn(sameLineTwice, sound), ['controls.a', 'controls.c', 'controls.b'])
})
