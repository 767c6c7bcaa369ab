import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordFastHash } from './password-fast-hash.ts'

test('password-fast-hash fires on a fast hash, with salt or without', () => {
  const keys = [
    { id: 'bare', kind: 'password', keptAs: 'fast-hash' },
    { id: 'salted', kind: 'password', keptAs: 'salted-hash' },
  ] as const
  assert.deepEqual(firing(passwordFastHash, { keys }), ['keys.bare', 'keys.salted'])
})

test('password-fast-hash stays silent on a slow hash and where it is not stated', () => {
  const keys = [
    { id: 'slow', kind: 'password', keptAs: 'slow-hash' },
    { id: 'unsaid', kind: 'password' },
  ] as const
  assert.deepEqual(firing(passwordFastHash, { keys }), [])
  assert.deepEqual(silentOn(passwordFastHash, { keys }), ['keys.slow', 'keys.unsaid'])
})
