import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { indexAdvisories } from './advisory-index.ts'
import { readAdvisories } from './advisories/index.ts'
import type { Sbom, SbomComponent } from './sbom/types.ts'
import { scanSbom } from './scan.ts'
import { SharedResults } from './shared-results.ts'

const osv = (id: string, ecosystem: string, name: string, fixed: string): string =>
  JSON.stringify({
    id,
    modified: '2026-01-01T00:00:00Z',
    affected: [
      {
        package: { ecosystem, name },
        ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  })
const read = readAdvisories(
  new TextEncoder().encode(
    [osv('CVE-2026-0001', 'npm', 'a', '2.0.0'), osv('CVE-2026-0002', 'PyPI', 'a', '1.5')].join('\n'),
  ),
)
assert.ok(read.ok)
const index = indexAdvisories(read)

const component: fc.Arbitrary<SbomComponent> = fc
  .record({
    name: fc.constantFrom('a', 'b'),
    version: fc.constantFrom(undefined, '1.0', '2.0'),
    purl: fc.constantFrom(undefined, 'pkg:npm/a', 'pkg:npm/a@1.0.0', 'pkg:pypi/a', 'pkg:npm/b@1'),
    cpes: fc.constantFrom(undefined, ['cpe:2.3:a:x:a:1.0:*:*:*:*:*:*:*'], ['cpe:2.3:a:x:b:*:*:*:*:*:*:*:*']),
    maker: fc.constantFrom(undefined, undefined, 'Acme'),
    fixed: fc.boolean(),
    path: fc.string(),
  })
  .map(({ name, version, purl, cpes, maker, fixed, path }) => ({
    ...{ name, path, type: 'library' },
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    ...(cpes === undefined ? {} : { cpes }),
    ...(maker === undefined ? {} : { maker }),
    ...(fixed
      ? {
          fixes: [{ vulnerability: 'CVE-2026-0001', claim: 'patched' as const, source: 'pedigree' as const }],
        }
      : {}),
  }))
const sbomOf = (components: readonly SbomComponent[]): Sbom => ({
  ...{ format: 'CycloneDX JSON', specVersion: '1.6', components, notUnderstood: {} },
})

test('scans that share results say what each scan says alone', () => {
  let affected = 0
  fc.assert(
    fc.property(fc.array(fc.array(component, { maxLength: 8 }), { maxLength: 4 }), (lists) => {
      const shared = new SharedResults(index)
      for (const components of lists) {
        const sbom = sbomOf(components)
        const alone = scanSbom({ sbom, advisories: index, now: 0 })
        const together = scanSbom({ sbom, advisories: index, now: 0, shared })
        assert.equal(JSON.stringify(together), JSON.stringify(alone))
        affected += alone.counts.affected
      }
    }),
    { numRuns: 500 },
  )
  assert.ok(affected > 100)
})

test('many components of one purl are told apart, beyond what is kept too', () => {
  const shared = new SharedResults(index)
  const components = Array.from({ length: 200 }, (_, at) => ({
    ...{ name: 'a', type: 'library', path: String(at), purl: 'pkg:npm/a', version: `${at % 100}.0.0` },
  }))
  const { counts } = scanSbom({ sbom: sbomOf(components), advisories: index, now: 0, shared })
  assert.deepEqual([counts.affected, counts['not-affected']], [4, 196])
})

test('results of another index are never taken', () => {
  const shared = new SharedResults(indexAdvisories([]))
  const sbom = sbomOf([{ name: 'a', type: 'library', path: '' }])
  assert.throws(() => scanSbom({ sbom, advisories: index, now: 0, shared }), { name: 'BugError' })
})
