import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { sessionFixation } from './session-fixation.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('session-fixation fires where signing in keeps the session', () => {
  const interfaces = [{ ...web, sessionRules: { renewedAtSignIn: false } }]
  assert.deepEqual(firing(sessionFixation, { components, interfaces }), ['interfaces.web'])
})

test('session-fixation stays silent where it is renewed, and where that is not stated', () => {
  for (const sessionRules of [{ renewedAtSignIn: true }, {}])
    assert.deepEqual(silentOn(sessionFixation, { components, interfaces: [{ ...web, sessionRules }] }), [
      'interfaces.web',
    ])
})
