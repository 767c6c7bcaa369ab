import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { retentionNotStated } from './retention-not-stated.ts'

const now = Date.UTC(2026, 0, 1)

test('retention-not-stated fires once on the element that breaks it', () => {
  const hits = retentionNotStated.check(device({ data: [{ id: 'ecg', keep: 'forever' }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['data.ecg'],
  )
})

test('retention-not-stated stays silent on a sound device', () => {
  assert.deepEqual(
    retentionNotStated.check(
      device({
        data: [
          { id: 'ecg', keep: 1000 },
          { id: 'log', kind: 'log', keep: 'forever' },
        ],
      }),
      now,
    ),
    [],
  )
})
