import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { missingAuthorization } from './missing-authorization.ts'

const components = [{ id: 'app' }]
const data = [{ id: 'records' }]
const web = { id: 'web', to: 'app', reach: 'ward-network', authorizes: 'nowhere' } as const

test('missing-authorization fires on commands and on patient data that nothing guards', () => {
  assert.deepEqual(
    firing(missingAuthorization, { components, interfaces: [{ ...web, commands: ['deliver'] }] }),
    ['interfaces.web'],
  )
  assert.deepEqual(
    firing(missingAuthorization, { components, data, interfaces: [{ ...web, carries: ['records'] }] }),
    ['interfaces.web'],
  )
})

test('missing-authorization stays silent where it is decided, where nothing is at stake, and where it is not stated', () => {
  const interfaces = [
    { ...web, id: 'a', authorizes: 'each-request', commands: ['deliver'] },
    { ...web, id: 'b' },
    { id: 'c', to: 'app', reach: 'ward-network', commands: ['deliver'] },
  ] as const
  assert.deepEqual(firing(missingAuthorization, { components, interfaces }), [])
  const looked = ['interfaces.a', 'interfaces.b', 'interfaces.c']
  assert.deepEqual(silentOn(missingAuthorization, { components, interfaces }), looked)
})
