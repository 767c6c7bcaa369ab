import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { sessionIdInUrl } from './session-id-in-url.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('session-id-in-url fires where the address carries it', () => {
  const interfaces = [{ ...web, sessionRules: { idIn: 'url' } }] as const
  assert.deepEqual(firing(sessionIdInUrl, { components, interfaces }), ['interfaces.web'])
})

test('session-id-in-url stays silent on other places, and where it is not stated', () => {
  for (const sessionRules of [{ idIn: 'cookie' }, { idIn: 'header' }, { idIn: 'connection' }, {}] as const)
    assert.deepEqual(silentOn(sessionIdInUrl, { components, interfaces: [{ ...web, sessionRules }] }), [
      'interfaces.web',
    ])
})
