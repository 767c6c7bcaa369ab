import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { unsupportedSoup } from './unsupported-soup.ts'

test('unsupported-soup fires once on the element that breaks it', () => {
  const hits = firing(unsupportedSoup, { soup: [{ id: 'openssl', endOfSupport: '2025-09-11' }] })
  assert.deepEqual(hits, ['soup.openssl'])
})

test('unsupported-soup stays silent on a sound device', () => {
  assert.deepEqual(
    firing(unsupportedSoup, { soup: [{ id: 'openssl', endOfSupport: '2030-01-01' }, { id: 'zlib' }] }),
    [],
  )
})
