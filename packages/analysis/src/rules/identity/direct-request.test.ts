import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { directRequest } from './direct-request.ts'

const components = [{ id: 'app' }]
const page = { id: 'web', to: 'app', reach: 'ward-network', protocol: 'https', carries: ['records'] } as const

test('direct-request fires on a web interface that does not check each request', () => {
  for (const authorizes of ['sign-in', 'client-side', 'nowhere'] as const)
    assert.deepEqual(firing(directRequest, { components, interfaces: [{ ...page, authorizes }] }), [
      'interfaces.web',
    ])
})

test('direct-request stays silent where each is checked, on other protocols, and where it is not stated', () => {
  const interfaces = [
    { ...page, id: 'a', authorizes: 'each-request' },
    { ...page, id: 'b', authorizes: 'sign-in', protocol: 'hl7v2' },
    { ...page, id: 'c' },
    { ...page, id: 'd', authorizes: 'sign-in', carries: [] },
  ] as const
  assert.deepEqual(firing(directRequest, { components, interfaces }), [])
  assert.deepEqual(silentOn(directRequest, { components, interfaces }), [
    'interfaces.a',
    'interfaces.b',
    'interfaces.c',
    'interfaces.d',
  ])
})
