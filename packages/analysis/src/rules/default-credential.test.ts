import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { defaultCredential } from './default-credential.ts'

const now = Date.UTC(2026, 0, 1)

test('default-credential fires once on the element that breaks it', () => {
  const hits = defaultCredential.check(device({ keys: [{ id: 'service-password', default: true }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['keys.service-password'],
  )
})

test('default-credential stays silent on a sound device', () => {
  assert.deepEqual(defaultCredential.check(device({ keys: [{ id: 'service-password' }] }), now), [])
})
