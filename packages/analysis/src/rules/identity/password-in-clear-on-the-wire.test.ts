import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordInClearOnTheWire } from './password-in-clear-on-the-wire.ts'

const parts = (protection: readonly string[], reach: 'ward-network' | 'physical-port' = 'ward-network') =>
  ({
    components: [{ id: 'app' }],
    controls: [
      { id: 'sign-in', factor: 'password' },
      { id: 'tls', kind: 'encryption' },
      { id: 'challenge', factor: 'shared-secret' },
    ],
    interfaces: [
      { id: 'ftp', to: 'app', reach, authentication: ['sign-in'], protection },
      { id: 'radio', to: 'app', reach, authentication: ['challenge'] },
    ],
  }) as const

test('password-in-clear-on-the-wire fires where nothing protects the password', () => {
  assert.deepEqual(firing(passwordInClearOnTheWire, parts([])), ['interfaces.ftp'])
})

test('password-in-clear-on-the-wire stays silent under TLS, at the keyboard, and on challenges', () => {
  const both = ['interfaces.ftp', 'interfaces.radio']
  assert.deepEqual(silentOn(passwordInClearOnTheWire, parts(['tls'])), both)
  assert.deepEqual(silentOn(passwordInClearOnTheWire, parts([], 'physical-port')), both)
})
