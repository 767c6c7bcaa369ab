import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { soupNotDescribed } from './soup-not-described.ts'

test('soup-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(soupNotDescribed, { soup: [{ id: 's0' }] }), ['soup.s0'])
})

test('soup-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    soup: [
      {
        id: 's0',
        purl: 'pkg:generic/x@1',
        kind: 'library',
        source: 'maker',
        verified: 'hash',
        anomaliesReviewed: '2025-12-01',
      },
    ],
  }
  assert.deepEqual(firing(soupNotDescribed, sound), [])
  assert.deepEqual(silentOn(soupNotDescribed, sound), ['soup.s0'])
})
