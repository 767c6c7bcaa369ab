import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { unsupportedSoup } from './unsupported-soup.ts'

const now = Date.UTC(2026, 0, 1)

test('unsupported-soup fires once on the element that breaks it', () => {
  const hits = unsupportedSoup.check(device({ soup: [{ id: 'openssl', endOfSupport: '2025-09-11' }] }), now)
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['soup.openssl'],
  )
})

test('unsupported-soup stays silent on a sound device', () => {
  assert.deepEqual(
    unsupportedSoup.check(
      device({ soup: [{ id: 'openssl', endOfSupport: '2030-01-01' }, { id: 'zlib' }] }),
      now,
    ),
    [],
  )
})
