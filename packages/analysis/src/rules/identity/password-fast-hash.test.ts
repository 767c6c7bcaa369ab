import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordFastHash } from './password-fast-hash.ts'

test('password-fast-hash fires on a fast hash with a salt', () => {
  const keys = [{ id: 'salted', kind: 'password', keptAs: 'salted-hash' }] as const
  assert.deepEqual(firing(passwordFastHash, { keys }), ['keys.salted'])
})

test('password-fast-hash stays silent on a slow hash, where it is not stated, and where another rule looks', () => {
  const keys = [
    { id: 'slow', kind: 'password', keptAs: 'slow-hash' },
    { id: 'unsaid', kind: 'password' },
    { id: 'bare', kind: 'password', keptAs: 'fast-hash' },
  ] as const
  assert.deepEqual(firing(passwordFastHash, { keys }), [])
  assert.deepEqual(silentOn(passwordFastHash, { keys }), ['keys.slow', 'keys.unsaid', 'keys.bare'])
})
