import test from 'node:test'
import assert from 'node:assert/strict'
import type { Affected, RangeEvent } from './advisories/types.ts'
import { describeVersions } from './describe-versions.ts'

const entry: Affected = { ecosystem: 'npm', name: 'x', ranges: [], versions: new Set() }
const range = (...events: readonly [RangeEvent['kind'], string][]): Affected['ranges'][number] => ({
  order: 'npm',
  events: events.map(([kind, version]) => ({ kind, version })),
})

test('describeVersions() says in words which versions an entry calls affected', () => {
  const one = range(['introduced', '0'], ['fixed', '1.2'])
  const two = range(['introduced', '0'], ['fixed', '1.2'], ['introduced', '2.0'], ['last_affected', '2.3'])
  const exact = range(['introduced', '3.1'], ['last_affected', '3.1'])
  const cases: readonly [Partial<Affected>, string][] = [
    [{ ranges: [one] }, '< 1.2'],
    [{ ranges: [two, exact] }, '< 1.2 or >= 2.0 <= 2.3 or 3.1'],
    [{ ranges: [range(['introduced', '0'])], except: [exact] }, 'all versions, but not 3.1'],
    [{ ranges: [range(['above', '1.0'])] }, '> 1.0'],
    [{ versions: new Set(['1', '2', '3', '4', '5', '6']) }, '1, 2, 3, 4, 5, …'],
    [{ ranges: [{ events: [] }], versions: new Set(['1']) }, 'commits that cannot be compared or 1'],
    [{}, 'no version named'],
  ]
  for (const [change, words] of cases) assert.equal(describeVersions({ ...entry, ...change }), words)
})
