import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from '@pericard/base'
import type { Advisory } from '../advisories/types.ts'
import { indexAdvisories } from '../advisory-index.ts'
import type { SbomComponent } from '../sbom/types.ts'
import { scanSbom } from '../scan.ts'
import { advisoryKey, type AdvisoryChange } from './mutable-index.ts'
import { type AlertDraft, SoupWatch, stateKey } from './watch.ts'

function component(name: string, version: string): SbomComponent {
  return { name, version, purl: `pkg:npm/${name}@${version}`, type: 'library', path: '/components/0' }
}

function advisory(id: string, name: string, fixed: string, rest: Partial<Advisory> = {}): Advisory {
  const events = [
    { kind: 'introduced', version: '0' },
    { kind: 'fixed', version: fixed },
  ] as const
  return {
    ...{ id, source: 'OSV', modified: 1000, withdrawn: false, aliases: [], summary: '' },
    affected: [{ ecosystem: 'npm', name, ranges: [{ order: 'npm', events }], versions: new Set() }],
    ...rest,
  }
}

const put = (each: Advisory): AdvisoryChange => ({ kind: 'put', advisory: each })
const said = (drafts: readonly AlertDraft[]): string[] =>
  drafts.map(
    ({ release, vulnerability, change, because }) => `${release} ${vulnerability} ${change} ${because}`,
  )

test('each change of state of a release is said once, and nothing else', () => {
  const watch = new SoupWatch()
  assert.deepEqual(watch.putRelease('A', [component('tool', '1.0.0'), component('other', '1.0.0')]), [])
  assert.deepEqual(watch.putRelease('B', [component('tool', '2.0.0')]), [])
  const first = advisory('CVE-2020-1000', 'tool', '1.5.0')
  assert.deepEqual(said(watch.advise([put(first)])), ['A CVE-2020-1000 opened advisory'])
  assert.deepEqual(watch.advise([put(first)]), [], 'the same again')
  assert.deepEqual(watch.advise([put(advisory('CVE-2020-2000', 'nobody', '9.0.0'))]), [])
  const wider = { ...first, affected: advisory('', 'tool', '3.0.0').affected, modified: 2000 }
  assert.deepEqual(said(watch.advise([put(wider)])), ['B CVE-2020-1000 opened advisory'])
  const also = [...wider.affected, ...advisory('', 'other', '2.0.0').affected]
  assert.deepEqual(said(watch.advise([put({ ...wider, affected: also })])), [
    'A CVE-2020-1000 changed advisory',
  ])
  assert.deepEqual(said(watch.putRelease('B', [component('tool', '3.0.0')])), [
    'B CVE-2020-1000 retracted release',
  ])
  assert.deepEqual(said(watch.advise([put({ ...wider, withdrawn: true })])), [
    'A CVE-2020-1000 retracted advisory',
  ])
  assert.deepEqual(said(watch.advise([put(wider)])), ['A CVE-2020-1000 opened advisory'])
  assert.deepEqual(said(watch.advise([{ kind: 'gone', key: advisoryKey(wider) }])), [
    'A CVE-2020-1000 retracted advisory',
  ])
  assert.deepEqual(watch.states(), [])
})

test('a CVE that its authority rejects stays open only where another record still speaks of it', () => {
  const watch = new SoupWatch()
  watch.putRelease('A', [component('tool', '1.0.0')])
  watch.advise([
    put(advisory('CVE-2020-1000', 'tool', '2.0.0')),
    put(advisory('GHSA-1', 'tool', '2.0.0', { aliases: ['CVE-2020-1000'] })),
  ])
  const rejected = advisory('CVE-2020-1000', 'tool', '2.0.0', {
    source: 'CVE',
    withdrawn: true,
    affected: [],
  })
  assert.deepEqual(said(watch.advise([put(rejected)])), [])
  assert.deepEqual(said(watch.advise([{ kind: 'gone', key: 'OSV\nGHSA-1' }])), [
    'A CVE-2020-1000 retracted advisory',
  ])
})

type Step =
  | { readonly kind: 'release'; readonly release: string; readonly components: readonly SbomComponent[] }
  | { readonly kind: 'drop'; readonly release: string }
  | { readonly kind: 'advise'; readonly changes: readonly AdvisoryChange[] }

const names = fc.constantFrom('tool', 'other', 'third')
const versions = fc.constantFrom('1.0.0', '1.5.0', '2.0.0')
const releases = fc.constantFrom('A', 'B', 'C')
const ids = fc.constantFrom('CVE-2020-1000', 'CVE-2020-2000', 'GHSA-1', 'GHSA-2', 'X-1')
const anyAdvisory = fc
  .record({
    ...{ id: ids, source: fc.constantFrom('OSV', 'CVE'), modified: fc.integer({ min: 0, max: 3 }) },
    ...{ withdrawn: fc.boolean(), aliases: fc.uniqueArray(ids, { maxLength: 2 }) },
    of: fc.array(fc.tuple(names, versions), { maxLength: 2 }),
  })
  .map(({ of, ...rest }) =>
    advisory(rest.id, '', '1.0.0', {
      ...rest,
      affected: of.flatMap(([name, fixed]) => advisory('', name, fixed).affected),
    }),
  )
const anyChange: fc.Arbitrary<AdvisoryChange> = fc.oneof(
  { weight: 4, arbitrary: anyAdvisory.map(put) },
  {
    weight: 1,
    arbitrary: anyAdvisory.map((each): AdvisoryChange => ({ kind: 'gone', key: advisoryKey(each) })),
  },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant('release' as const), release: releases },
    components: fc.array(
      fc.tuple(names, versions).map(([name, version]) => component(name, version)),
      { maxLength: 3 },
    ),
  }),
  fc.record({ kind: fc.constant('drop' as const), release: releases }),
  fc.record({
    kind: fc.constant('advise' as const),
    changes: fc.array(anyChange, { minLength: 1, maxLength: 3 }),
  }),
)

test('after any changes the states are those of a rebuild, byte for byte, of a plain scan, and of the alerts that were given', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const watch = new SoupWatch()
      const alerted = new Map<string, readonly string[]>()
      const kept = new Map<string, Advisory>()
      const fleet = new Map<string, readonly SbomComponent[]>()
      for (const each of steps) {
        const drafts = run(watch, each, kept, fleet)
        for (const draft of drafts) {
          const known = alerted.get(stateKey(draft))
          if (draft.change === 'opened') assert.equal(known, undefined)
          else assert.notEqual(known, undefined)
          if (draft.change === 'retracted') alerted.delete(stateKey(draft))
          else alerted.set(stateKey(draft), draft.components)
        }
      }
      const states = canonicalJson(watch.states() as never)
      const rebuilt = new SoupWatch()
      rebuilt.advise([...kept.values()].map(put))
      for (const [release, components] of fleet) rebuilt.putRelease(release, components)
      assert.equal(canonicalJson(rebuilt.states() as never), states)
      assert.deepEqual(plain([...kept.values()], fleet), watch.states().map(stateKey))
      const alertedNow = Object.fromEntries(alerted)
      assert.deepEqual(
        alertedNow,
        Object.fromEntries(watch.states().map((state) => [stateKey(state), state.components])),
      )
    }),
    { numRuns: 500 },
  )
})

function run(
  watch: SoupWatch,
  each: Step,
  kept: Map<string, Advisory>,
  fleet: Map<string, readonly SbomComponent[]>,
): AlertDraft[] {
  if (each.kind === 'release') {
    fleet.set(each.release, each.components)
    return watch.putRelease(each.release, each.components)
  }
  if (each.kind === 'drop') {
    fleet.delete(each.release)
    return watch.dropRelease(each.release)
  }
  for (const change of each.changes)
    if (change.kind === 'put') kept.set(advisoryKey(change.advisory), change.advisory)
    else kept.delete(change.key)
  return watch.advise(each.changes)
}

/** The same by scanning each release with an index of everything. */
function plain(
  advisories: readonly Advisory[],
  fleet: ReadonlyMap<string, readonly SbomComponent[]>,
): string[] {
  const index = indexAdvisories(advisories)
  const keys = new Set<string>()
  for (const [release, components] of fleet) {
    const sbom = { format: 'CycloneDX JSON', specVersion: '1.6', components, notUnderstood: {} } as const
    for (const { matches } of scanSbom({ sbom, advisories: index, now: 0 }).results)
      for (const { vulnerability } of matches) keys.add(stateKey({ release, vulnerability }))
  }
  return [...keys].sort()
}
