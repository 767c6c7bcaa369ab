import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { credentialReadableAtRest } from './credential-readable-at-rest.ts'

const components = [
  { id: 'bare', storage: { media: 'removable', encryption: 'none' } },
  { id: 'sealed', storage: { media: 'internal', encryption: 'vault' } },
  { id: 'memory' },
] as const

test('credential-readable-at-rest fires on a key and on a password in a file of an unencrypted medium', () => {
  const keys = [
    { id: 'wifi', storedBy: 'file', at: ['bare'] },
    { id: 'word', kind: 'password', storedBy: 'file', keptAs: 'plain', at: ['sealed', 'bare'] },
  ] as const
  assert.deepEqual(firing(credentialReadableAtRest, { components, keys }), ['keys.wifi', 'keys.word'])
})

test('credential-readable-at-rest stays silent where the medium is encrypted, the key wrapped or elsewhere', () => {
  const keys = [
    { id: 'a', storedBy: 'file', at: ['sealed'] },
    { id: 'b', storedBy: 'file', at: ['bare'], keptAs: 'wrapped' },
    { id: 'c', storedBy: 'tpm', at: ['bare'] },
    { id: 'd', storedBy: 'file', at: ['memory'] },
  ] as const
  assert.deepEqual(firing(credentialReadableAtRest, { components, keys }), [])
  const looked = ['keys.a', 'keys.b', 'keys.c', 'keys.d']
  assert.deepEqual(silentOn(credentialReadableAtRest, { components, keys }), looked)
})
