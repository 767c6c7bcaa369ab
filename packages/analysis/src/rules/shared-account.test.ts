import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { sharedAccount } from './shared-account.ts'

const now = Date.UTC(2026, 0, 1)

test('shared-account fires once on the element that breaks it', () => {
  const hits = sharedAccount.check(device({ roles: [{ id: 'service', individual: false }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['roles.service'],
  )
})

test('shared-account stays silent on a sound device', () => {
  assert.deepEqual(sharedAccount.check(device({ roles: [{ id: 'service' }] }), now), [])
})
