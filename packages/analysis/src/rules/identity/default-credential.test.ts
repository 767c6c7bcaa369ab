import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { defaultCredential } from './default-credential.ts'

test('default-credential fires once on the element that breaks it', () => {
  const hits = firing(defaultCredential, { keys: [{ id: 'service-password', default: true }] })
  assert.deepEqual(hits, ['keys.service-password'])
})

test('default-credential stays silent on a sound device', () => {
  assert.deepEqual(firing(defaultCredential, { keys: [{ id: 'service-password' }] }), [])
})
