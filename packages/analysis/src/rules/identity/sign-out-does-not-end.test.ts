import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { signOutDoesNotEnd } from './sign-out-does-not-end.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('sign-out-does-not-end fires where the server keeps the session, and where there is no sign-out', () => {
  for (const signOut of ['client-only', 'none'] as const)
    assert.deepEqual(
      firing(signOutDoesNotEnd, { components, interfaces: [{ ...web, sessionRules: { signOut } }] }),
      ['interfaces.web'],
    )
})

test('sign-out-does-not-end stays silent where it ends at the server, and where that is not stated', () => {
  for (const sessionRules of [{ signOut: 'ends-at-server' }, {}] as const)
    assert.deepEqual(silentOn(signOutDoesNotEnd, { components, interfaces: [{ ...web, sessionRules }] }), [
      'interfaces.web',
    ])
})
