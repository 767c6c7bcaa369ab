import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { unjustifiedCapability } from './unjustified-capability.ts'

const now = Date.UTC(2026, 0, 1)

test('unjustified-capability fires once on the element that breaks it', () => {
  const hits = unjustifiedCapability.check(
    device({ diagnostics: [{ id: 'shell', risk: undefined as never }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['diagnostics.shell'],
  )
})

test('unjustified-capability stays silent on a sound device', () => {
  assert.deepEqual(unjustifiedCapability.check(device({ diagnostics: [{ id: 'shell' }] }), now), [])
})
