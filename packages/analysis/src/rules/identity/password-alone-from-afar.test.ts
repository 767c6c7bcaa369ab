import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordAloneFromAfar } from './password-alone-from-afar.ts'

const parts = (authentication: readonly string[], reach: 'internet' | 'ward-network' = 'internet') =>
  ({
    components: [{ id: 'app' }],
    controls: [
      { id: 'word', factor: 'password' },
      { id: 'token', factor: 'hardware-token' },
    ],
    interfaces: [{ id: 'web', to: 'app', reach, authentication }],
  }) as const

test('password-alone-from-afar fires where the password is all that is asked for', () => {
  assert.deepEqual(firing(passwordAloneFromAfar, parts(['word'])), ['interfaces.web'])
})

test('password-alone-from-afar stays silent beside a token, without any proof, and on the ward', () => {
  assert.deepEqual(silentOn(passwordAloneFromAfar, parts(['word', 'token'])), ['interfaces.web'])
  assert.deepEqual(silentOn(passwordAloneFromAfar, parts([])), ['interfaces.web'])
  assert.deepEqual(silentOn(passwordAloneFromAfar, parts(['word'], 'ward-network')), ['interfaces.web'])
})
