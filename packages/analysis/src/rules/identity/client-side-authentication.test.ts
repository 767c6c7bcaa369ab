import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { clientSideAuthentication } from './client-side-authentication.ts'

const parts = (verifiedAt: string, at?: string) =>
  ({
    components: [{ id: 'tablet', external: true }, { id: 'pump' }],
    controls: [{ id: 'pin', ...(at === undefined ? {} : { at }) }],
    interfaces: [
      { id: 'app', from: 'tablet', to: 'pump', reach: 'wireless', authentication: ['pin'], verifiedAt },
      { id: 'out', from: 'pump', to: 'tablet', reach: 'wireless', verifiedAt: 'pump' },
    ],
  }) as const

test('client-side-authentication fires where the calling side verifies, by the interface or by the control', () => {
  assert.deepEqual(firing(clientSideAuthentication, parts('tablet')), ['interfaces.app'])
  assert.deepEqual(firing(clientSideAuthentication, parts('pump', 'tablet')), ['interfaces.app'])
})

test('client-side-authentication stays silent where the device verifies, and where the device is the caller', () => {
  assert.deepEqual(silentOn(clientSideAuthentication, parts('pump', 'pump')), [
    'interfaces.app',
    'interfaces.out',
  ])
})
