import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { predictableSessionIds } from './predictable-session-ids.ts'

const components = [{ id: 'app' }]
const web = { id: 'web', to: 'app', reach: 'ward-network' } as const

test('predictable-session-ids fires on ids that can be guessed', () => {
  const interfaces = [{ ...web, sessionRules: { ids: 'predictable' } }] as const
  assert.deepEqual(firing(predictableSessionIds, { components, interfaces }), ['interfaces.web'])
})

test('predictable-session-ids stays silent on random ones, and where it is not stated', () => {
  for (const sessionRules of [{ ids: 'random' }, {}] as const)
    assert.deepEqual(
      silentOn(predictableSessionIds, { components, interfaces: [{ ...web, sessionRules }] }),
      ['interfaces.web'],
    )
})
