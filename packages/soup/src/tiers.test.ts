import test from 'node:test'
import assert from 'node:assert/strict'
import type { Advisory, AdvisoryData, Affected } from './advisories/types.ts'
import type { SbomComponent } from './sbom/types.ts'
import { type ComponentResult, scanSbom } from './scan.ts'

const before2: Affected['ranges'] = [
  {
    order: 'npm',
    events: [
      { kind: 'introduced', version: '0' },
      { kind: 'fixed', version: '2.0.0' },
    ],
  },
]
const noVersions: ReadonlySet<string> = new Set()

function entry(ecosystem: string, name: string, more: Partial<Affected> = {}): Affected {
  return { ecosystem, name, ranges: before2, versions: noVersions, ...more }
}

function advisory(id: string, source: string, ...affected: readonly Affected[]): Advisory {
  return { id, source, modified: 1000, withdrawn: false, aliases: [], summary: id, affected }
}

function resultOf(
  component: Partial<SbomComponent>,
  advisories: readonly Advisory[],
  mappings: AdvisoryData['mappings'] = [],
): ComponentResult {
  const sbom = {
    format: 'CycloneDX JSON',
    specVersion: '1.6',
    components: [{ name: 'tool', type: 'library', path: '/components/0', ...component }],
    notUnderstood: {},
  } as const
  const { results } = scanSbom({ sbom, advisories: { advisories, mappings, notUnderstood: {} }, now: 2000 })
  const [result] = results
  assert.ok(result !== undefined)
  return result
}

const cpe = 'cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*'
const product = advisory('CVE-2020-1000', 'NVD', entry('CPE', 'acme:tool', { cpe: { part: 'a' } }))

test('a CPE name alerts where it is all there is, and is a hint beside a purl', () => {
  const alone = resultOf({ version: '1.0.0', cpes: [cpe] }, [product])
  assert.deepEqual([alone.class, alone.matches[0]?.tier, alone.hints.length], ['affected', 'cpe', 0])
  assert.equal(resultOf({ version: '2.0.0', cpes: [cpe] }, [product]).class, 'not-affected')
  const beside = resultOf({ purl: 'pkg:npm/tool@1.0.0', cpes: [cpe] }, [product])
  assert.deepEqual([beside.class, beside.matches.length], ['undecidable-version', 0])
  assert.match(beside.hints[0]?.hint ?? '', /often a guess/)
})

test('a product that a package is known to be alerts, at its own tier', () => {
  const mappings = [{ purl: 'pkg:npm/tool', cpe: 'acme:tool' }]
  const result = resultOf({ purl: 'pkg:npm/tool@1.0.0' }, [product], mappings)
  assert.deepEqual([result.class, result.matches[0]?.tier], ['affected', 'purl-to-cpe'])
  assert.equal(resultOf({ purl: 'pkg:npm/tool@2.0.0' }, [product], mappings).class, 'not-affected')
})

test('a package of a distribution is never alerted by upstream versions', () => {
  const mappings = [{ purl: 'pkg:deb/debian/tool', cpe: 'acme:tool' }]
  const purl = 'pkg:deb/debian/tool@1.0.0-2?distro=debian-12'
  const alone = resultOf({ purl, cpes: [cpe] }, [product], mappings)
  assert.deepEqual([alone.class, alone.matches.length], ['undecidable-version', 0])
  assert.match(alone.hints[0]?.hint ?? '', /mended it/)
  const debian = advisory(
    'DSA-1',
    'OSV',
    entry('Debian:12', 'tool', { ranges: [], versions: new Set(['0.9']) }),
  )
  const own = resultOf({ purl, cpes: [cpe] }, [product, debian], mappings)
  assert.deepEqual([own.class, own.hints.length], ['not-affected', 0])
})

test('a surer source that clears a version leaves the other one a hint, with both ranges shown', () => {
  const osv = advisory(
    'CVE-2020-1000',
    'OSV',
    entry('npm', 'tool', { ranges: [{ order: 'npm', events: [{ kind: 'introduced', version: '1.5.0' }] }] }),
  )
  const result = resultOf(
    { purl: 'pkg:npm/tool@1.0.0' },
    [product, osv],
    [{ purl: 'pkg:npm/tool', cpe: 'acme:tool' }],
  )
  assert.deepEqual([result.class, result.matches.length, result.hints.length], ['not-affected', 0, 1])
  const [hint] = result.hints
  assert.equal(hint?.disagree, true)
  assert.match(hint.hint ?? '', /which names the package itself/)
  assert.deepEqual(
    hint.statements.map(({ source, verdict, versions }) => [source, verdict, versions]),
    [
      ['NVD', 'affected', '< 2.0.0'],
      ['OSV', 'not-affected', '>= 1.5.0'],
    ],
  )
})

test('what an advisory says of no version, or of a platform, is a hint', () => {
  const open = [{ order: 'generic', events: [{ kind: 'introduced', version: '0' }] }] as const
  const weak = advisory(
    'CVE-1',
    'NVD',
    entry('CPE', 'acme:tool', { ranges: open, weak: 'names no versions' }),
  )
  const result = resultOf({ version: '1.0.0', cpes: [cpe] }, [weak])
  assert.deepEqual(
    [result.class, result.hints[0]?.hint],
    ['undecidable-version', 'the advisory names no versions'],
  )
  const other = advisory('CVE-2', 'NVD', entry('CPE', 'acme:tool', { cpe: { targetSw: 'wordpress' } }))
  assert.match(
    resultOf({ version: '1.0.0', cpes: [cpe] }, [other]).hints[0]?.hint ?? '',
    /platform "wordpress" only/,
  )
  const mappings = [{ purl: 'pkg:npm/tool', cpe: 'acme:tool' }]
  assert.equal(resultOf({ purl: 'pkg:npm/tool@1.0.0' }, [other], mappings).class, 'no-advisory-data')
})

test('a weakness that the maker of the SBOM dealt with is settled, and says by what', () => {
  const fixes = [{ vulnerability: 'CVE-2020-1000', claim: 'patched', source: 'recipe' }] as const
  const result = resultOf({ version: '1.0.0', cpes: [cpe], fixes }, [product])
  assert.deepEqual([result.class, result.matches.length, result.settled.length], ['not-affected', 0, 1])
  assert.match(result.because, /CVE-2020-1000 is patched in this build \(recipe\)/)
  const other = [{ ...fixes[0], vulnerability: 'CVE-2020-9999' }]
  assert.equal(resultOf({ version: '1.0.0', cpes: [cpe], fixes: other }, [product]).class, 'affected')
})

test('a CVE that its authority rejected is taken back for every source', () => {
  const rejected = { ...advisory('CVE-2020-1000', 'CVE'), withdrawn: true }
  assert.equal(resultOf({ version: '1.0.0', cpes: [cpe] }, [product, rejected]).class, 'no-advisory-data')
  assert.equal(resultOf({ version: '1.0.0', cpes: [cpe] }, [product]).class, 'affected')
})

test('facts about a CVE are on the match, whoever says that it affects', () => {
  const kev = { ...advisory('CVE-2020-1000', 'KEV'), exploitedSince: '2021-01-02' }
  assert.equal(
    resultOf({ version: '1.0.0', cpes: [cpe] }, [product, kev]).matches[0]?.facts.exploitedSince,
    '2021-01-02',
  )
  assert.equal(
    resultOf({ version: '1.0.0', cpes: [cpe] }, [product]).matches[0]?.facts.exploitedSince,
    undefined,
  )
})

test('of a CPE name "-" is none: a beta is no release, and who states nothing may be either', () => {
  const release = advisory(
    'CVE-2020-2000',
    'NVD',
    entry('CPE', 'acme:tool', { cpe: { part: 'a', update: '-' } }),
  )
  const beta = advisory(
    'CVE-2020-3000',
    'NVD',
    entry('CPE', 'acme:tool', { cpe: { part: 'a', update: 'beta*' } }),
  )
  const found = (update: string): readonly string[] => {
    const name = `cpe:2.3:a:acme:tool:1.0.0:${update}:*:*:*:*:*:*`
    return resultOf({ version: '1.0.0', cpes: [name] }, [release, beta]).matches.map(
      ({ vulnerability }) => vulnerability,
    )
  }
  assert.deepEqual(found('-'), ['CVE-2020-2000'])
  assert.deepEqual(found('beta2'), ['CVE-2020-3000'])
  assert.deepEqual(found('rc1'), [])
  assert.deepEqual(found('*'), ['CVE-2020-2000'])
})
