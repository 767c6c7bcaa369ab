import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordUnsaltedHash } from './password-unsalted-hash.ts'

test('password-unsalted-hash fires on a bare hash', () => {
  const keys = [{ id: 'bare', kind: 'password', keptAs: 'fast-hash' }] as const
  assert.deepEqual(firing(passwordUnsaltedHash, { keys }), ['keys.bare'])
})

test('password-unsalted-hash stays silent on salted and slow hashes', () => {
  const keys = [
    { id: 'salted', kind: 'password', keptAs: 'salted-hash' },
    { id: 'slow', kind: 'password', keptAs: 'slow-hash' },
  ] as const
  assert.deepEqual(firing(passwordUnsaltedHash, { keys }), [])
  assert.deepEqual(silentOn(passwordUnsaltedHash, { keys }), ['keys.salted', 'keys.slow'])
})
