import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../test/device.ts'
import { cuts } from '../../test/depths.ts'

const parts: DeviceParts = {
  components: [{ id: 'service' }, { id: 'desk', external: true, protectedBy: ['desk-hardening'] }],
  interfaces: [
    {
      id: 'session',
      from: 'desk',
      to: 'service',
      reach: 'internet',
      authentication: ['login'],
      credentials: ['account'],
      validation: ['schema', 'filter'],
    },
  ],
  controls: ['login', 'schema', 'filter', 'desk-hardening'],
}

test('a password is read where it is typed, whatever holds it', () => {
  const password = {
    id: 'account',
    kind: 'password' as const,
    scope: 'fleet' as const,
    storedBy: 'tpm' as const,
  }
  assert.deepEqual(cuts({ ...parts, keys: [password] }, 'account', 'disclosed'), ['control:desk-hardening'])
})

test('a private key in hardware is used from there and never read', () => {
  const key = { id: 'account', kind: 'private' as const, scope: 'fleet' as const, storedBy: 'tpm' as const }
  assert.deepEqual(cuts({ ...parts, keys: [key] }, 'account', 'disclosed'), ['none'])
})
