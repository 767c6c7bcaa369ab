import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { interfaceCarriesNothing } from './interface-carries-nothing.ts'

test('interface-carries-nothing fires on the element that breaks it', () => {
  assert.deepEqual(firing(interfaceCarriesNothing, { interfaces: [{ id: 'i' }] }), ['interfaces.i'])
})

test('interface-carries-nothing stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [
      { id: 'a', commands: ['pump'] },
      { id: 'b', active: false },
      { id: 'c', use: 'update' },
    ],
  }
  assert.deepEqual(firing(interfaceCarriesNothing, sound), [])
  assert.deepEqual(silentOn(interfaceCarriesNothing, sound), ['interfaces.a', 'interfaces.b', 'interfaces.c'])
})
