import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { credentialInLog } from './credential-in-log.ts'

test('credential-in-log fires on a log that contains a credential, or that names one among its elements', () => {
  const data = [
    { id: 'wifi-key', kind: 'key' },
    { id: 'debug-log', kind: 'log', contains: ['wifi-key'] },
    { id: 'web-log', kind: 'log', elements: ['time', 'session id'] },
  ] as const
  assert.deepEqual(firing(credentialInLog, { data }), ['data.debug-log', 'data.web-log'])
})

test('credential-in-log stays silent on events and verifiers, and looks at logs only', () => {
  const data = [
    { id: 'log', kind: 'log', elements: ['time', 'password change', 'pin verifier', 'spinning speed'] },
    { id: 'sign-in', kind: 'credential', elements: ['password'] },
  ] as const
  assert.deepEqual(firing(credentialInLog, { data }), [])
  assert.deepEqual(silentOn(credentialInLog, { data }), ['data.log'])
})
