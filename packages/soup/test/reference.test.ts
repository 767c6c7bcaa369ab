import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { readAdvisories } from '../src/advisories/index.ts'
import type { Advisory, AdvisoryData, Affected, RangeEvent } from '../src/advisories/types.ts'
import { type AdvisoryIndex, indexAdvisories } from '../src/advisory-index.ts'
import type { SoupMatch } from '../src/matches.ts'
import type { SbomComponent } from '../src/sbom/types.ts'
import { scanSbom } from '../src/scan.ts'
import { type Answer, ReferenceMatcher } from './reference-matcher.ts'

const folder = process.env['PERICARD_SOUP_DATA']
const slow = process.env['SLOW'] !== undefined

const textOf = ({ vulnerability, tier, advisories }: SoupMatch): string =>
  `${vulnerability} ${tier} ${advisories.join(',')}`

function fastAnswers(components: readonly SbomComponent[], index: AdvisoryIndex): Answer[] {
  const sbom = { format: 'CycloneDX JSON', specVersion: '1.6', components, notUnderstood: {} } as const
  const { results, counts } = scanSbom({ sbom, advisories: index, now: 0 })
  assert.equal(
    Object.values(counts).reduce((sum, count) => sum + count),
    components.length,
  )
  return results.map((result) => ({
    class: result.class,
    matches: result.matches.map(textOf).sort(),
    hints: result.hints.map(textOf).sort(),
    undecided: result.undecided,
  }))
}

const version = fc.constantFrom('0', '0.9.0', '1.0.0-beta', '1.0.0', '1.5.0', '2.0.0', 'x')
const event: fc.Arbitrary<RangeEvent> = fc.record({
  kind: fc.constantFrom('introduced', 'above', 'fixed', 'last_affected', 'limit'),
  version: fc.oneof(version, fc.constant('*')),
})
const range = fc.record({
  order: fc.constantFrom('npm', 'npm', 'npm', 'Debian:12'),
  events: fc.array(event, { minLength: 1, maxLength: 4 }),
})
const entry: fc.Arbitrary<Affected> = fc
  .record({
    about: fc.constantFrom(
      ['npm', 'tool'],
      ['CPE', 'acme:tool'],
      ['CPE', 'other:tool'],
      ['Debian:12', 'tool'],
      ['PyPI', 'To_ol'],
      ['generic', 'tool'],
    ),
    ranges: fc.array(range, { maxLength: 2 }),
    except: fc.array(range, { maxLength: 1 }),
    listed: fc.array(version, { maxLength: 2 }),
    weak: fc.constantFrom(undefined, undefined, 'names no versions' as const),
    cpe: fc.constantFrom(
      undefined,
      { targetSw: 'node.js' },
      { part: 'a', update: 'beta' },
      { part: 'a', update: '-' },
      { swEdition: 'pro' },
    ),
  })
  .map(({ about: [ecosystem = '', name = ''], ranges, except, listed, weak, cpe }) => ({
    ecosystem,
    name,
    ranges,
    versions: new Set(listed),
    ...(except.length === 0 ? {} : { except }),
    ...(weak === undefined ? {} : { weak }),
    ...(cpe === undefined || ecosystem !== 'CPE' ? {} : { cpe }),
  }))
const name = fc.constantFrom('CVE-2020-1000', 'CVE-2020-2000', 'GHSA-1', 'X-1', 'X-2', 'X-3')
const advisory: fc.Arbitrary<Advisory> = fc.record({
  id: name,
  source: fc.constantFrom('OSV', 'NVD', 'CVE'),
  modified: fc.integer({ min: 0, max: 3 }),
  withdrawn: fc.constantFrom(false, false, false, true),
  aliases: fc.array(name, { maxLength: 2 }),
  summary: fc.constant('s'),
  affected: fc.array(entry, { maxLength: 3 }),
})
const component: fc.Arbitrary<SbomComponent> = fc
  .record({
    base: fc.constantFrom(
      'pkg:npm/tool@',
      'pkg:pypi/to.ol@',
      'pkg:generic/tool@',
      'pkg:deb/debian/tool@',
      'pkg:swid/tool@',
      undefined,
    ),
    qualifier: fc.constantFrom('', '?distro=debian-12'),
    version: fc.oneof(version, fc.constantFrom('1:1.0.0-2', '')),
    cpes: fc.array(
      fc.constantFrom(
        'cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*',
        'cpe:2.3:a:other:tool:1.0.0:beta:*:*:*:node.js:*:*',
        'cpe:2.3:a:*:tool:1.0.0:*:*:*:*:*:*:*',
        'cpe:2.3:o:acme:tool:1.0.0:-:*:*:*:*:*:*',
      ),
      { maxLength: 2 },
    ),
    fixes: fc.array(
      name.map((vulnerability) => ({ vulnerability, claim: 'patched' as const, source: 'recipe' as const })),
      { maxLength: 1 },
    ),
  })
  .map(({ base, qualifier, version: stated, cpes, fixes }) => ({
    name: 'tool',
    type: 'library',
    path: '',
    ...(stated === '' ? {} : { version: stated }),
    ...(base === undefined ? {} : { purl: `${base}${stated}`.replace(/@$/, '') + qualifier }),
    cpes,
    fixes,
  }))

test('the fast matcher and the plain one give the same answers on any advisories and components', () => {
  const mappings = [
    { purl: 'pkg:npm/tool', cpe: 'acme:tool' },
    { purl: 'pkg:deb/debian/tool', cpe: 'acme:tool' },
  ]
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(
      fc.array(advisory, { maxLength: 6 }),
      fc.array(component, { maxLength: 6 }),
      (advisories, components) => {
        const data = { advisories, mappings, notUnderstood: {} }
        const reference = new ReferenceMatcher(data)
        const plain = components.map((one) => reference.answer(one))
        assert.deepEqual(fastAnswers(components, indexAdvisories(data)), plain)
        for (const { class: kind, hints } of plain) {
          seen.set(kind, (seen.get(kind) ?? 0) + 1)
          if (hints.length > 0) seen.set('hint', (seen.get('hint') ?? 0) + 1)
        }
      },
    ),
    { numRuns: slow ? 50_000 : 2000 },
  )
  // A comparison that never saw a class proves nothing about it.
  const kinds = [
    'affected',
    'hint',
    'identity-unknown',
    'no-advisory-data',
    'not-affected',
    'undecidable-version',
  ]
  assert.deepEqual([...seen.keys()].sort(), kinds)
})

test('the fast matcher and the plain one agree on every component of the data folder', {
  skip: folder === undefined,
}, (t) => {
  const data = dataOf(folder ?? '')
  const components = componentsOf(folder ?? '')
  const some = slow ? components : components.filter((_, index) => index % 20 === 0)
  assert.ok(some.length > 1000, `only ${some.length} components`)
  const reference = new ReferenceMatcher(data)
  const fast = fastAnswers(some, indexAdvisories(data))
  const different = some.filter(
    (one, at) => JSON.stringify(fast[at]) !== JSON.stringify(reference.answer(one)),
  )
  t.diagnostic(
    `${some.length} components, ${data.advisories.length} advisories, ${different.length} differences`,
  )
  assert.deepEqual(different.slice(0, 3), [])
})

const unpacked = (path: string): Buffer => zstdDecompressSync(readFileSync(path))

function dataOf(root: string): AdvisoryData {
  const inner = join(root, 'advisories')
  const from = existsSync(inner) ? inner : root
  const all = {
    advisories: [] as Advisory[],
    mappings: [] as AdvisoryData['mappings'][number][],
    notUnderstood: {},
  }
  for (const file of readdirSync(from).filter((each) => each.endsWith('.jsonl.zst'))) {
    const read = readAdvisories(unpacked(join(from, file)))
    if (!read.ok) continue
    for (const each of read.advisories) all.advisories.push(each)
    for (const each of read.mappings) all.mappings.push(each)
  }
  return all
}

interface Row {
  readonly n: string
  readonly v?: string
  readonly p?: string
  readonly c?: readonly string[]
}

/** Each different component of the reduced SBOMs once. */
function componentsOf(root: string): SbomComponent[] {
  const lines = unpacked(join(root, 'sboms', 'bom-shelter-lab-components.jsonl.zst'))
    .toString()
    .split('\n')
  const rows = new Set<string>()
  for (const line of lines) {
    if (line === '') continue
    for (const row of (JSON.parse(line) as { components: Row[] }).components) rows.add(JSON.stringify(row))
  }
  return [...rows].map((text) => {
    const { n, v, p, c } = JSON.parse(text) as Row
    return {
      name: n,
      type: 'library',
      path: '',
      ...(v === undefined || v === '' ? {} : { version: v }),
      ...(p === undefined ? {} : { purl: p }),
      ...(c === undefined ? {} : { cpes: c }),
    }
  })
}
