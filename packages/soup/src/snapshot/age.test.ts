import test from 'node:test'
import assert from 'node:assert/strict'
import { agesOf } from './age.ts'

const now = Date.parse('2026-03-01T00:00:00Z')
const stale = (source: { fetched?: string; newest?: string }, days: number): boolean | undefined =>
  agesOf([{ name: 'a', records: 1, ...source }], now, days)[0]?.stale

test('data is stale past the limit, of unknown age, or from the future; when it was fetched counts before what it says', () => {
  assert.equal(stale({ fetched: '2026-02-22T00:00:00Z' }, 7), false)
  assert.equal(stale({ fetched: '2026-02-20T00:00:00Z' }, 7), true)
  assert.equal(stale({ fetched: '2026-02-28T00:00:00Z', newest: '2020-01-01T00:00:00Z' }, 7), false)
  assert.equal(stale({ newest: '2020-01-01T00:00:00Z' }, 7), true)
  assert.equal(stale({}, 7), true)
  assert.equal(stale({ fetched: '2027-01-01T00:00:00Z' }, 7), true)
})
