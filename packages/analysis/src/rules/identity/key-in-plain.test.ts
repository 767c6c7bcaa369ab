import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyInPlain } from './key-in-plain.ts'

test('key-in-plain fires on a key that is kept plain', () => {
  const keys = [{ id: 'disk', storedBy: 'file', keptAs: 'plain' }] as const
  assert.deepEqual(firing(keyInPlain, { keys }), ['keys.disk'])
})

test('key-in-plain stays silent on a wrapped key, where it is not stated, and leaves passwords to other rules', () => {
  const keys = [
    { id: 'wrapped', keptAs: 'wrapped' },
    { id: 'unsaid' },
    { id: 'word', kind: 'password', keptAs: 'plain' },
  ] as const
  assert.deepEqual(firing(keyInPlain, { keys }), [])
  assert.deepEqual(silentOn(keyInPlain, { keys }), ['keys.wrapped', 'keys.unsaid'])
})
