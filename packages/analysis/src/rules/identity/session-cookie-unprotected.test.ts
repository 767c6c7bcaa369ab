import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { sessionCookieUnprotected } from './session-cookie-unprotected.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('session-cookie-unprotected fires on a cookie without flags', () => {
  const interfaces = [{ ...web, sessionRules: { idIn: 'cookie', cookieFlags: 'none' } }] as const
  assert.deepEqual(firing(sessionCookieUnprotected, { components, interfaces }), ['interfaces.web'])
})

test('session-cookie-unprotected stays silent on a flagged one, without a cookie, and where it is not stated', () => {
  for (const sessionRules of [
    { idIn: 'cookie', cookieFlags: 'secure-httponly' },
    { idIn: 'header', cookieFlags: 'none' },
    { idIn: 'cookie' },
  ] as const)
    assert.deepEqual(
      silentOn(sessionCookieUnprotected, { components, interfaces: [{ ...web, sessionRules }] }),
      ['interfaces.web'],
    )
})
