import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlUsedNowhere } from './control-used-nowhere.ts'

test('control-used-nowhere fires on the element that breaks it', () => {
  assert.deepEqual(firing(controlUsedNowhere, { controls: ['idle'] }), ['controls.idle'])
})

test('control-used-nowhere stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: ['a', 'b'],
    interfaces: [{ id: 'i', authentication: ['a'] }],
    hosts: [{ id: 'h', bootBy: ['b'] }],
  }
  assert.deepEqual(firing(controlUsedNowhere, sound), [])
  assert.deepEqual(silentOn(controlUsedNowhere, sound), ['controls.a', 'controls.b'])
})
