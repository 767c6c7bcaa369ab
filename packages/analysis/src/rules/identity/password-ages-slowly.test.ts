import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordAgesSlowly } from './password-ages-slowly.ts'

const keyOf = (maxAgeDays: number) => ({
  keys: [{ id: 'user', kind: 'password' as const, password: { maxAgeDays } }],
})

test('password-ages-slowly fires above a year', () => {
  assert.deepEqual(firing(passwordAgesSlowly, keyOf(366)), ['keys.user'])
})

test('password-ages-slowly stays silent at a year, and where no age is stated', () => {
  assert.deepEqual(silentOn(passwordAgesSlowly, keyOf(365)), ['keys.user'])
  assert.deepEqual(silentOn(passwordAgesSlowly, { keys: [{ id: 'user', kind: 'password' }] }), ['keys.user'])
})
