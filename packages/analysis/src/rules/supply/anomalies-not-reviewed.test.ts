import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { anomaliesNotReviewed } from './anomalies-not-reviewed.ts'

test('anomalies-not-reviewed fires on the element that breaks it', () => {
  assert.deepEqual(firing(anomaliesNotReviewed, { soup: [{ id: 's0', anomaliesReviewed: '2024-12-30' }] }), [
    'soup.s0',
  ])
})

test('anomalies-not-reviewed stays silent on a sound device', () => {
  const sound: DeviceParts = { soup: [{ id: 's0', anomaliesReviewed: '2025-01-01' }, { id: 's1' }] }
  assert.deepEqual(firing(anomaliesNotReviewed, sound), [])
  assert.deepEqual(silentOn(anomaliesNotReviewed, sound), ['soup.s0', 'soup.s1'])
})
