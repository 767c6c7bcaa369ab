import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordChangeUnverified } from './password-change-unverified.ts'

const keyOf = (password: { readonly changeAsksOld?: boolean }) => ({
  keys: [{ id: 'user', kind: 'password' as const, password }],
})

test('password-change-unverified fires where the old password is not asked for', () => {
  assert.deepEqual(firing(passwordChangeUnverified, keyOf({ changeAsksOld: false })), ['keys.user'])
})

test('password-change-unverified stays silent where it is asked for or not stated', () => {
  assert.deepEqual(silentOn(passwordChangeUnverified, keyOf({ changeAsksOld: true })), ['keys.user'])
  assert.deepEqual(silentOn(passwordChangeUnverified, keyOf({})), ['keys.user'])
})
