import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { sharedAccount } from './shared-account.ts'

test('shared-account fires once on the element that breaks it', () => {
  const hits = firing(sharedAccount, { roles: [{ id: 'service', individual: false }] })
  assert.deepEqual(hits, ['roles.service'])
})

test('shared-account stays silent on a sound device', () => {
  assert.deepEqual(firing(sharedAccount, { roles: [{ id: 'service' }] }), [])
})
