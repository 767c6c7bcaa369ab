import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { oneRoleMakesAnUpdate } from './one-role-makes-an-update.ts'

const roles = [{ id: 'engineer' }, { id: 'manager' }]
const keys = [
  { id: 'build', kind: 'signing', roles: ['engineer'] },
  { id: 'release', kind: 'signing', roles: ['manager'] },
  { id: 'both', kind: 'signing', roles: ['engineer', 'manager'] },
  { id: 'unsaid', kind: 'signing' },
] as const
const image = (...signedWith: string[]) => ({ roles, keys, updates: [{ id: 'image', signedWith }] })

test('one-role-makes-an-update fires where one role can make both signatures', () => {
  assert.deepEqual(firing(oneRoleMakesAnUpdate, image('build', 'both')), ['updates.image'])
})

test('one-role-makes-an-update stays silent on two roles, where holders are not named, and on one signature, which another rule looks at', () => {
  for (const signedWith of [['build', 'release'], ['build', 'unsaid'], ['build'], []])
    assert.deepEqual(silentOn(oneRoleMakesAnUpdate, image(...signedWith)), ['updates.image'])
})
