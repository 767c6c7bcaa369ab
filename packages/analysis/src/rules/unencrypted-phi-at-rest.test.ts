import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { unencryptedPhiAtRest } from './unencrypted-phi-at-rest.ts'

const now = Date.UTC(2026, 0, 1)

test('unencrypted-phi-at-rest fires once on the element that breaks it', () => {
  const hits = unencryptedPhiAtRest.check(
    device({
      data: [{ id: 'ecg', at: ['disk'] }],
      components: [{ id: 'disk', storage: { media: 'internal', encryption: 'none' } }],
    }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['components.disk'],
  )
})

test('unencrypted-phi-at-rest stays silent on a sound device', () => {
  assert.deepEqual(
    unencryptedPhiAtRest.check(
      device({
        data: [{ id: 'ecg', at: ['disk', 'ram'] }],
        components: [
          { id: 'disk', storage: { media: 'internal', encryption: 'vault' } },
          { id: 'ram' },
          { id: 'scratch', storage: { media: 'internal', encryption: 'none' } },
        ],
      }),
      now,
    ),
    [],
  )
})
