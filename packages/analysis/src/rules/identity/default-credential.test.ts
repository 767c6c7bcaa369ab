import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { defaultCredential } from './default-credential.ts'

test('default-credential fires on a password and on a key that leave the factory with a known value', () => {
  const hits = firing(defaultCredential, {
    keys: [
      { id: 'service-password', kind: 'password', default: true },
      { id: 'pairing-key', kind: 'symmetric', default: true },
    ],
  })
  assert.deepEqual(hits, ['keys.service-password', 'keys.pairing-key'])
})

test('default-credential stays silent on a credential without a default', () => {
  assert.deepEqual(silentOn(defaultCredential, { keys: [{ id: 'service-password' }] }), [
    'keys.service-password',
  ])
})
