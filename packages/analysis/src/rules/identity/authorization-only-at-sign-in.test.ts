import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { authorizationOnlyAtSignIn } from './authorization-only-at-sign-in.ts'

const components = [{ id: 'app' }]
const data = [{ id: 'records' }]
const link = {
  id: 'link',
  to: 'app',
  reach: 'ward-network',
  authorizes: 'sign-in',
  commands: ['deliver'],
} as const

test('authorization-only-at-sign-in fires on commands and on patient data that are not checked one by one', () => {
  const records = { ...link, direction: 'both', commands: [], carries: ['records'] } as const
  assert.deepEqual(firing(authorizationOnlyAtSignIn, { components, data, interfaces: [records] }), [
    'interfaces.link',
  ])
  assert.deepEqual(firing(authorizationOnlyAtSignIn, { components, data, interfaces: [link] }), [
    'interfaces.link',
  ])
})

test('authorization-only-at-sign-in stays silent where each request is checked, and where patient data only comes in', () => {
  const interfaces = [
    { ...link, id: 'a', authorizes: 'each-request' },
    { ...link, id: 'b', commands: [] },
    { ...link, id: 'c', commands: [], carries: ['records'] },
  ] as const
  assert.deepEqual(firing(authorizationOnlyAtSignIn, { components, data, interfaces }), [])
  assert.deepEqual(silentOn(authorizationOnlyAtSignIn, { components, data, interfaces }), [
    'interfaces.a',
    'interfaces.b',
    'interfaces.c',
  ])
})
