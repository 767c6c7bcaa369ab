import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { sessionWithoutEnd } from './session-without-end.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('session-without-end fires where neither idleness nor time ends it', () => {
  const interfaces = [{ ...web, sessionRules: { ids: 'random' } }] as const
  assert.deepEqual(firing(sessionWithoutEnd, { components, interfaces }), ['interfaces.web'])
})

test('session-without-end stays silent where either ends it, and where no rules are stated', () => {
  const interfaces = [
    { ...web, id: 'a', sessionRules: { idle: 60_000 } },
    { ...web, id: 'b', sessionRules: { longest: 3_600_000 } },
    { ...web, id: 'c' },
  ]
  assert.deepEqual(firing(sessionWithoutEnd, { components, interfaces }), [])
  const looked = ['interfaces.a', 'interfaces.b', 'interfaces.c']
  assert.deepEqual(silentOn(sessionWithoutEnd, { components, interfaces }), looked)
})
