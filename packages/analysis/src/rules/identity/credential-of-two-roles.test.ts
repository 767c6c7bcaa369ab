import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { credentialOfTwoRoles } from './credential-of-two-roles.ts'

const roles = [
  { id: 'nurse', kind: 'clinician' },
  { id: 'physician', kind: 'clinician' },
  { id: 'service', kind: 'technician', individual: false },
  { id: 'engineer', kind: 'technician' },
  { id: 'pharmacist', kind: 'clinician', notWith: ['nurse'] },
] as const
const keyOf = (...ids: string[]) => ({ roles, keys: [{ id: 'word', kind: 'password' as const, roles: ids }] })

test('credential-of-two-roles fires on roles of two kinds, and on roles that nobody may hold together', () => {
  assert.deepEqual(firing(credentialOfTwoRoles, keyOf('nurse', 'service')), ['keys.word'])
  assert.deepEqual(firing(credentialOfTwoRoles, keyOf('nurse', 'pharmacist')), ['keys.word'])
})

test('credential-of-two-roles stays silent on one role, on two of a kind, and where each holder has their own', () => {
  assert.deepEqual(silentOn(credentialOfTwoRoles, keyOf('nurse')), ['keys.word'])
  assert.deepEqual(silentOn(credentialOfTwoRoles, keyOf('nurse', 'physician')), ['keys.word'])
  assert.deepEqual(silentOn(credentialOfTwoRoles, keyOf('nurse', 'engineer')), ['keys.word'])
})
