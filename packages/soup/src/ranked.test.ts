import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Affected, AffectedRange, RangeEvent } from './advisories/types.ts'
import { verdictOf } from './affects.ts'
import { soupLimits } from './limits.ts'
import { RankedEntries } from './ranked.ts'
import { ladderOf, versionOrders } from './versions/index.ts'

const version = fc.oneof(
  fc.constantFrom('0', '0.0', '1', '1.0', '1.0.0', '1.0.0-rc1', '1.0.rc', '1.0-1', '1.0.1', '2.0', '10.0'),
  fc.constantFrom(
    '1.0.2z',
    '1.0.2za',
    'v2',
    '1:0.9-1',
    '1.0~rc1',
    '1.0^git',
    '1.0_rc1-r2',
    '(devel)',
    '',
    '*',
  ),
  fc.stringMatching(/^[0-2](\.[0-2]){0,2}([.-]?(a|rc|x)[0-2]?)?$/),
  fc.constant('1'.repeat(soupLimits.versionCharactersMax + 1)),
)
const order = fc.constantFrom(undefined, 'Debian:12', 'no such order', ...Object.keys(versionOrders))
const event: fc.Arbitrary<RangeEvent> = fc.record({
  kind: fc.constantFrom('introduced', 'above', 'fixed', 'last_affected', 'limit'),
  version,
})

/** Ranges of one or two orders, as the statements about one package have. */
const entries: fc.Arbitrary<Affected[]> = fc.tuple(order, order).chain((orders) => {
  const range = fc
    .record({ order: fc.constantFrom(...orders), events: fc.array(event, { maxLength: 5 }) })
    .map(
      ({ order: name, events }): AffectedRange => ({
        ...(name === undefined ? {} : { order: name }),
        events,
      }),
    )
  const entry = fc.record({
    ranges: fc.array(range, { maxLength: 3 }),
    except: fc.option(fc.array(range, { maxLength: 2 }), { nil: undefined }),
    listed: fc.array(version, { maxLength: 2 }),
  })
  return fc.array(
    entry.map(({ ranges, except, listed }) => ({
      ...{ ecosystem: 'npm', name: 'a', ranges, versions: new Set(listed) },
      ...(except === undefined ? {} : { except }),
    })),
    { maxLength: 4 },
  )
})

test('RankedEntries say of every version in every order what its ranges say one by one', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(entries, fc.array(version, { minLength: 1, maxLength: 4 }), (list, versions) => {
      const ranked = new RankedEntries(list)
      for (const each of versions) {
        const wanted = list.map((entry) => verdictOf(entry, each))
        assert.deepEqual(ranked.verdictsOf(each), wanted)
        for (const verdict of wanted) seen.add(verdict)
      }
    }),
    { numRuns: process.env['SLOW'] === undefined ? 3000 : 100_000 },
  )
  assert.deepEqual([...seen].sort(), ['affected', 'not-affected', 'undecidable'])
})

test('a ladder gives equal versions one rung, others a place between, and what is no version none', () => {
  const ladder = ladderOf('npm', ['2.0.0', 'x', '1.0.0', 'v1.0.0', '10.0.0'])
  assert.ok(ladder !== undefined)
  assert.deepEqual(ladder.rungs, [3, undefined, 1, 1, 5])
  assert.deepEqual(
    ['0.1.0', '1.0.0', '1.5.0', '2.0.0', '9.0.0', '10.0.0', '11.0.0', 'x'].map(ladder.placeOf),
    [...[0, 1, 2, 3, 4, 5, 6], undefined],
  )
})

test('no ladder is made in an order with cycles, or in none', () => {
  assert.equal(ladderOf('Maven', ['1.0']), undefined)
  assert.equal(ladderOf('no such order', ['1.0']), undefined)
})
