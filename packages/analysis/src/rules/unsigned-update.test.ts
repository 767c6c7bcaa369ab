import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { unsignedUpdate } from './unsigned-update.ts'

const now = Date.UTC(2026, 0, 1)

test('unsigned-update fires once on the element that breaks it', () => {
  const hits = unsignedUpdate.check(device({ updates: [{ id: 'firmware', signedWith: ['k'] }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['updates.firmware'],
  )
})

test('unsigned-update stays silent on a sound device', () => {
  assert.deepEqual(
    unsignedUpdate.check(
      device({ updates: [{ id: 'firmware', verifiedBy: ['signature'], signedWith: ['k'] }] }),
      now,
    ),
    [],
  )
})
