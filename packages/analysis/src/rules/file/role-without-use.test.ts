import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { roleWithoutUse } from './role-without-use.ts'

test('role-without-use fires on the element that breaks it', () => {
  assert.deepEqual(firing(roleWithoutUse, { roles: [{ id: 'r' }] }), ['roles.r'])
})

test('role-without-use stays silent on a sound device', () => {
  const sound: DeviceParts = {
    roles: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    interfaces: [{ id: 'i', roles: ['a'] }],
    diagnostics: [{ id: 'd', roles: ['b'] }],
    data: [{ id: 'ecg', neededBy: ['c'] }],
  }
  assert.deepEqual(firing(roleWithoutUse, sound), [])
  assert.deepEqual(silentOn(roleWithoutUse, sound), ['roles.a', 'roles.b', 'roles.c'])
})
