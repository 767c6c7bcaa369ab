import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { networkServiceAsAdministrator } from './network-service-as-administrator.ts'

const link = { id: 'link', to: 'web', reach: 'ward-network' } as const

test('network-service-as-administrator fires on a reached component with all rights', () => {
  for (const privileges of ['administrator', 'kernel'] as const)
    assert.deepEqual(
      firing(networkServiceAsAdministrator, { components: [{ id: 'web', privileges }], interfaces: [link] }),
      ['components.web'],
    )
})

test('network-service-as-administrator stays silent on a user, without a network, and where it is not stated', () => {
  for (const parts of [
    { components: [{ id: 'web', privileges: 'user' }], interfaces: [link] },
    { components: [{ id: 'web', privileges: 'kernel' }], interfaces: [{ ...link, reach: 'physical-port' }] },
    { components: [{ id: 'web' }], interfaces: [link] },
  ] as const)
    assert.deepEqual(silentOn(networkServiceAsAdministrator, parts), ['components.web'])
})
