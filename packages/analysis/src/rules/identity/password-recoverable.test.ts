import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordRecoverable } from './password-recoverable.ts'

test('password-recoverable fires on a password that can be turned back', () => {
  const keys = [{ id: 'user', kind: 'password', keptAs: 'reversible' }] as const
  assert.deepEqual(firing(passwordRecoverable, { keys }), ['keys.user'])
})

test('password-recoverable stays silent on a hash, on a wrapped one and where it is not stated', () => {
  const keys = [
    { id: 'hashed', kind: 'password', keptAs: 'slow-hash' },
    { id: 'wrapped', kind: 'password', keptAs: 'wrapped' },
    { id: 'unsaid', kind: 'password' },
  ] as const
  assert.deepEqual(firing(passwordRecoverable, { keys }), [])
  assert.deepEqual(silentOn(passwordRecoverable, { keys }), ['keys.hashed', 'keys.wrapped', 'keys.unsaid'])
})
