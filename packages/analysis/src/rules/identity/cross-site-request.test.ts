import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { crossSiteRequest } from './cross-site-request.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('cross-site-request fires where requests of other pages are taken', () => {
  for (const idIn of ['cookie', 'connection'] as const) {
    const interfaces = [{ ...web, sessionRules: { requestOrigin: 'not-checked', idIn } }] as const
    assert.deepEqual(firing(crossSiteRequest, { components, interfaces }), ['interfaces.web'])
  }
})

test('cross-site-request stays silent where it is checked, with ids in headers, and where it is not stated', () => {
  for (const sessionRules of [
    { requestOrigin: 'checked', idIn: 'cookie' },
    { requestOrigin: 'not-checked', idIn: 'header' },
    {},
  ] as const)
    assert.deepEqual(silentOn(crossSiteRequest, { components, interfaces: [{ ...web, sessionRules }] }), [
      'interfaces.web',
    ])
})
