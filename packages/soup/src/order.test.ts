import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { SoupFinding } from './judge.ts'
import { inOrder } from './order.ts'

const plain: SoupFinding = {
  ...{ component: 'tool', version: '1', purl: 'pkg:npm/tool@1', vulnerability: 'CVE-2020-1', aliases: [] },
  ...{ summary: '', event: 'soup:tool', lowers: [], because: '', tier: 'purl', statements: [] },
  ...{ disagree: false, fixed: [] },
}
const fall = (before: number, after: number): SoupFinding['lowers'][number] => ({
  ...{ asset: 'dose', goal: 'altered', before, after },
})
const unknown = (): SoupFinding => {
  const { event: _, ...rest } = plain
  return rest
}
/** What comes first is listed first; each pair differs in the thing that its name says. */
const pairs: readonly (readonly [string, SoupFinding, SoupFinding])[] = [
  [
    'what lowers a depth before a score',
    { ...plain, lowers: [fall(3, 2)] },
    { ...plain, severity: 'critical 10.0', exploitedSince: '2026-01-01' },
  ],
  [
    'a depth that falls to 0 before two that fall to 1',
    { ...plain, lowers: [fall(1, 0)] },
    { ...plain, lowers: [fall(3, 1), fall(3, 1)] },
  ],
  [
    'what lowers more, where the worst is the same',
    { ...plain, lowers: [fall(2, 1), fall(3, 2)] },
    { ...plain, lowers: [fall(2, 1)] },
  ],
  ['what is not known before what lowers nothing', unknown(), { ...plain, severity: 'critical 10.0' }],
  [
    'exploited before safety class',
    { ...plain, exploitedSince: '2026-01-01' },
    { ...plain, safetyClass: 'C' },
  ],
  [
    'active exploitation before a proof of concept, however it is spelled',
    { ...plain, ssvc: { exploitation: 'Active', automatable: 'no', technicalImpact: 'partial' } },
    { ...plain, ssvc: { exploitation: 'poc', automatable: 'yes', technicalImpact: 'total' } },
  ],
  [
    'automatable before total impact',
    { ...plain, ssvc: { exploitation: 'none', automatable: 'yes', technicalImpact: 'partial' } },
    { ...plain, ssvc: { exploitation: 'none', automatable: 'no', technicalImpact: 'total' } },
  ],
  ['safety class before score', { ...plain, safetyClass: 'B' }, { ...plain, severity: 'critical 9.8' }],
  ['class C before class A', { ...plain, safetyClass: 'C' }, { ...plain, safetyClass: 'A' }],
  [
    'the score here before the score in general',
    { ...plain, severity: 'medium 5.0', environmental: { vector: '', score: 8 } },
    { ...plain, severity: 'high 7.5', environmental: { vector: '', score: 6 } },
  ],
  ['a score before none', { ...plain, severity: 'low 1.0' }, plain],
]

for (const [name, first, second] of pairs)
  test(`order: ${name}`, () => {
    assert.deepEqual(inOrder([second, first]), [first, second])
    assert.deepEqual(inOrder([first, second]), [first, second])
  })

test('order: the same however the findings arrive', () => {
  const some = pairs.flatMap(([, a, b], index) => [
    { ...a, vulnerability: `CVE-1-${index}` },
    { ...b, vulnerability: `CVE-2-${index}` },
  ])
  const wanted = inOrder(some)
  fc.assert(
    fc.property(fc.shuffledSubarray(some, { minLength: some.length }), (shuffled) => {
      assert.deepEqual(inOrder(shuffled), wanted)
    }),
    { numRuns: 50 },
  )
})
