import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { authenticationFailsOpen } from './authentication-fails-open.ts'

test('authentication-fails-open fires on a sign-in that fails open', () => {
  const controls = [{ id: 'directory', fails: 'open' }] as const
  assert.deepEqual(firing(authenticationFailsOpen, { controls }), ['controls.directory'])
})

test('authentication-fails-open stays silent where it refuses, where that is not stated, and on other controls', () => {
  const controls = [
    { id: 'a', fails: 'closed' },
    { id: 'b' },
    { id: 'c', kind: 'flood-limit', fails: 'open' },
  ] as const
  assert.deepEqual(firing(authenticationFailsOpen, { controls }), [])
  assert.deepEqual(silentOn(authenticationFailsOpen, { controls }), ['controls.a', 'controls.b'])
})
