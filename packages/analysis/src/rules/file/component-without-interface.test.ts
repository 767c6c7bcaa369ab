import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { componentWithoutInterface } from './component-without-interface.ts'

test('component-without-interface fires on the element that breaks it', () => {
  assert.deepEqual(firing(componentWithoutInterface, { components: [{ id: 'a' }] }), ['components.a'])
})

test('component-without-interface stays silent on a sound device', () => {
  const sound: DeviceParts = { components: [{ id: 'a' }], interfaces: [{ id: 'i', to: 'a' }] }
  assert.deepEqual(firing(componentWithoutInterface, sound), [])
  assert.deepEqual(silentOn(componentWithoutInterface, sound), ['components.a'])
})
