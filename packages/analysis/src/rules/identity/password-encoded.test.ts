import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordEncoded } from './password-encoded.ts'

test('password-encoded fires on base64, xor and rot13', () => {
  const keys = (['base64', 'XOR', 'rot13'] as const).map((algorithm) => ({
    id: algorithm,
    kind: 'password' as const,
    keptAs: 'reversible' as const,
    algorithm,
  }))
  assert.deepEqual(firing(passwordEncoded, { keys }), ['keys.base64', 'keys.XOR', 'keys.rot13'])
})

test('password-encoded stays silent on a cipher, on a hash that is written in hex, and where nothing is stated', () => {
  const keys = [
    { id: 'sealed', kind: 'password', keptAs: 'reversible', algorithm: 'aes-256-gcm' },
    { id: 'hashed', kind: 'password', keptAs: 'slow-hash', algorithm: 'hex' },
    { id: 'unsaid', kind: 'password', keptAs: 'reversible' },
  ] as const
  assert.deepEqual(firing(passwordEncoded, { keys }), [])
  assert.deepEqual(silentOn(passwordEncoded, { keys }), ['keys.sealed', 'keys.hashed', 'keys.unsaid'])
})
