import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { expiredAcceptance } from './expired-acceptance.ts'

test('expired-acceptance fires once on the element that breaks it', () => {
  const hits = firing(expiredAcceptance, { accepted: [{ id: 'AR-1', expires: '2025-12-30' }] })
  assert.deepEqual(hits, ['accepted.AR-1'])
})

test('expired-acceptance stays silent on a sound device', () => {
  assert.deepEqual(firing(expiredAcceptance, { accepted: [{ id: 'AR-1', expires: '2026-06-01' }] }), [])
})
