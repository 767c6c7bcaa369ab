import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { removableMediaPhi } from './removable-media-phi.ts'

test('removable-media-phi fires once on the element that breaks it', () => {
  const hits = firing(removableMediaPhi, {
    data: [{ id: 'ecg', at: ['card'] }],
    components: [{ id: 'card', storage: { media: 'removable', encryption: 'vault' } }],
  })
  assert.deepEqual(hits, ['components.card'])
})

test('removable-media-phi stays silent on a sound device', () => {
  assert.deepEqual(
    firing(removableMediaPhi, {
      data: [{ id: 'ecg', at: ['disk'] }],
      components: [{ id: 'disk', storage: { media: 'internal', encryption: 'vault' } }],
    }),
    [],
  )
})
