import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { tellsStrangersConfiguration } from './tells-strangers-configuration.ts'

const components = [{ id: 'app' }]
const link = { id: 'link', to: 'app', reach: 'ward-network' } as const

test('tells-strangers-configuration fires where settings are told before sign-in', () => {
  const interfaces = [{ ...link, tellsStrangers: 'configuration' }] as const
  assert.deepEqual(firing(tellsStrangersConfiguration, { components, interfaces }), ['interfaces.link'])
})

test('tells-strangers-configuration stays silent on a name, and where it is not stated', () => {
  for (const each of [link, { ...link, tellsStrangers: 'identity' } as const])
    assert.deepEqual(silentOn(tellsStrangersConfiguration, { components, interfaces: [each] }), [
      'interfaces.link',
    ])
})
