import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { removableMediaPhi } from './removable-media-phi.ts'

const now = Date.UTC(2026, 0, 1)

test('removable-media-phi fires once on the element that breaks it', () => {
  const hits = removableMediaPhi.check(
    device({
      data: [{ id: 'ecg', at: ['card'] }],
      components: [{ id: 'card', storage: { media: 'removable', encryption: 'vault' } }],
    }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['components.card'],
  )
})

test('removable-media-phi stays silent on a sound device', () => {
  assert.deepEqual(
    removableMediaPhi.check(
      device({
        data: [{ id: 'ecg', at: ['disk'] }],
        components: [{ id: 'disk', storage: { media: 'internal', encryption: 'vault' } }],
      }),
      now,
    ),
    [],
  )
})
