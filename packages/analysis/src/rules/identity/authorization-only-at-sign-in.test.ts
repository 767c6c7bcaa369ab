import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { authorizationOnlyAtSignIn } from './authorization-only-at-sign-in.ts'

const components = [{ id: 'app' }]
const link = {
  id: 'link',
  to: 'app',
  reach: 'ward-network',
  authorizes: 'sign-in',
  commands: ['deliver'],
} as const

test('authorization-only-at-sign-in fires on commands that are not checked one by one', () => {
  assert.deepEqual(firing(authorizationOnlyAtSignIn, { components, interfaces: [link] }), ['interfaces.link'])
})

test('authorization-only-at-sign-in stays silent where each request is checked, and where nothing is at stake', () => {
  const interfaces = [
    { ...link, id: 'a', authorizes: 'each-request' },
    { ...link, id: 'b', commands: [] },
  ] as const
  assert.deepEqual(firing(authorizationOnlyAtSignIn, { components, interfaces }), [])
  assert.deepEqual(silentOn(authorizationOnlyAtSignIn, { components, interfaces }), [
    'interfaces.a',
    'interfaces.b',
  ])
})
