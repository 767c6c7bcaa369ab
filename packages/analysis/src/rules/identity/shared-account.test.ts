import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { sharedAccount } from './shared-account.ts'

test('shared-account fires on a role whose holders sign in as one', () => {
  const hits = firing(sharedAccount, { roles: [{ id: 'service', individual: false }, { id: 'nurse' }] })
  assert.deepEqual(hits, ['roles.service'])
})

test('shared-account stays silent where each holder has a credential of their own', () => {
  assert.deepEqual(silentOn(sharedAccount, { roles: [{ id: 'nurse' }] }), ['roles.nurse'])
})
