import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { framingAllowed } from './framing-allowed.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('framing-allowed fires where other pages may frame it', () => {
  const interfaces = [{ ...web, sessionRules: { framing: 'allowed' } }] as const
  assert.deepEqual(firing(framingAllowed, { components, interfaces }), ['interfaces.web'])
})

test('framing-allowed stays silent where that is refused, and where it is not stated', () => {
  for (const sessionRules of [{ framing: 'refused' }, {}] as const)
    assert.deepEqual(silentOn(framingAllowed, { components, interfaces: [{ ...web, sessionRules }] }), [
      'interfaces.web',
    ])
})
