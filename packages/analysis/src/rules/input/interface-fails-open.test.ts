import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { interfaceFailsOpen } from './interface-fails-open.ts'

test('interface-fails-open fires on the element that breaks it', () => {
  assert.deepEqual(firing(interfaceFailsOpen, { interfaces: [{ id: 'gate', fails: 'open' }] }), [
    'interfaces.gate',
  ])
})

test('interface-fails-open stays silent on a sound device', () => {
  const sound: DeviceParts = { interfaces: [{ id: 'gate', fails: 'closed' }, { id: 'unsaid' }] }
  assert.deepEqual(firing(interfaceFailsOpen, sound), [])
  assert.deepEqual(silentOn(interfaceFailsOpen, sound), ['interfaces.gate', 'interfaces.unsaid'])
})
