import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { weakPasswordRules } from './weak-password-rules.ts'

const keyOf = (password: { readonly lengthMin?: number; readonly badRefused?: boolean }) => ({
  keys: [{ id: 'user', kind: 'password' as const, password }],
})

test('weak-password-rules fires on seven characters and where bad ones are taken', () => {
  assert.deepEqual(firing(weakPasswordRules, keyOf({ lengthMin: 7, badRefused: true })), ['keys.user'])
  assert.deepEqual(firing(weakPasswordRules, keyOf({ lengthMin: 15, badRefused: false })), ['keys.user'])
})

test('weak-password-rules stays silent on eight characters, and where nothing is stated', () => {
  assert.deepEqual(silentOn(weakPasswordRules, keyOf({ lengthMin: 8, badRefused: true })), ['keys.user'])
  assert.deepEqual(silentOn(weakPasswordRules, { keys: [{ id: 'user', kind: 'password' }] }), ['keys.user'])
})
