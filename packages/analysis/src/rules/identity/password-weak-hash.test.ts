import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordWeakHash } from './password-weak-hash.ts'

const password = { id: 'user', kind: 'password' } as const

test('password-weak-hash fires on MD5, SHA-1 and LM', () => {
  for (const algorithm of ['md5', 'SHA-1', 'lm'])
    assert.deepEqual(firing(passwordWeakHash, { keys: [{ ...password, algorithm }] }), ['keys.user'])
})

test('password-weak-hash stays silent on hashes that hold, near names, and where none is stated', () => {
  for (const algorithm of ['argon2id', 'pbkdf2-sha-1', 'sha-256', 'sha-512'])
    assert.deepEqual(silentOn(passwordWeakHash, { keys: [{ ...password, algorithm }] }), ['keys.user'])
  assert.deepEqual(silentOn(passwordWeakHash, { keys: [password] }), ['keys.user'])
})
