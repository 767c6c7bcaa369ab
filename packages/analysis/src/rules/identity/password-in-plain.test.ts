import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordInPlain } from './password-in-plain.ts'

test('password-in-plain fires on a password that is kept plain outside files', () => {
  const keys = [{ id: 'pin', kind: 'password', storedBy: 'fleet', keptAs: 'plain' }] as const
  assert.deepEqual(firing(passwordInPlain, { keys }), ['keys.pin'])
})

test('password-in-plain stays silent on a hash, in a file, and where it is not stated', () => {
  const keys = [
    { id: 'hashed', kind: 'password', keptAs: 'slow-hash' },
    { id: 'filed', kind: 'password', storedBy: 'file', keptAs: 'plain' },
    { id: 'built-in', kind: 'password', storedBy: 'firmware', keptAs: 'plain' },
    { id: 'unsaid', kind: 'password' },
  ] as const
  assert.deepEqual(firing(passwordInPlain, { keys }), [])
  assert.deepEqual(silentOn(passwordInPlain, { keys }), [
    'keys.hashed',
    'keys.filed',
    'keys.built-in',
    'keys.unsaid',
  ])
})
