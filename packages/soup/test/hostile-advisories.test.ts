import test from 'node:test'
import assert from 'node:assert/strict'
import { type Json, utf8 } from '@pericard/base'
import { advisoryFormats, componentClasses, readAdvisories, readSbom, scanSbom } from '../src/index.ts'

const versions = [{ version: '1.0', lessThan: '1.5', status: 'affected', versionType: 'custom' }]
const tracking = { id: 'ACME-1', current_release_date: '2024-01-01T00:00:00Z' }
const product = {
  name: 'lib 1',
  product_id: 'P',
  product_identification_helper: { purl: 'pkg:npm/lib@1.0.0' },
}
const match = {
  vulnerable: true,
  criteria: 'cpe:2.3:a:acme:tool:*:*:*:*:*:*:*:*',
  versionEndExcluding: '2.0',
}
const page =
  '```toml\n[advisory]\nid = "HSEC-2023-0001"\nmodified = "2023-01-01T00:00:00Z"\n\n[[affected]]\npackage = "aeson"\n\n[[affected.versions]]\nintroduced = "0.4"\nfixed = "2.0"\n```\n\n# Title\n'

/** A sound record of each format, by the format's name. */
const samples: Readonly<Record<string, Json>> = {
  CVE: {
    cveMetadata: { cveId: 'CVE-2024-1000', state: 'PUBLISHED', dateUpdated: '2024-05-01T00:00:00Z' },
    containers: {
      cna: { affected: [{ packageName: 'p', collectionURL: 'https://registry.npmjs.org', versions }] },
    },
  },
  NVD: {
    cve_id: 'CVE-2020-1000',
    cve: { configurations: [{ nodes: [{ operator: 'OR', cpeMatch: [match] }] }] },
  },
  KEV: { cveID: 'CVE-2020-2000', dateAdded: '2021-01-01', vulnerabilityName: 'v' },
  CSAF: {
    document: { csaf_version: '2.0', category: 'csaf_security_advisory', title: 'T', tracking },
    product_tree: { branches: [{ category: 'product_version', name: '1.0.0', product }] },
    vulnerabilities: [{ cve: 'CVE-2024-1000', product_status: { known_affected: ['P'] } }],
  },
  curl: {
    package: 'curl',
    cve: 'CVE-2023-1000',
    introduced: '7.1',
    last_affected: '7.9',
    announced: '20230101',
    name: 'n',
    part: 'lib',
  },
  'retire.js': {
    package: 'jquery',
    below: '1.9',
    atOrAbove: '1.0',
    identifiers: { CVE: ['CVE-2012-6708'], summary: 's' },
  },
  rubysec: { gem: 'rack', title: 't', cve: '2020-8161', date: '2020-05-12', patched_versions: ['>= 2.2.0'] },
  FriendsOfPHP: {
    reference: 'composer://a/b',
    title: 't',
    cve: 'CVE-2020-1000',
    branches: { '1.x': { versions: ['>=1.0', '<1.3'], time: null } },
  },
  'npm security working group': {
    module_name: 'm',
    id: 7,
    cves: [],
    vulnerable_versions: '<1.2',
    updated_at: '2018-01-01T00:00:00Z',
    title: 't',
  },
  'Node.js': { cve: ['CVE-2020-2000'], vulnerable: '14.x', patched: '^14.2.0', overview: 'o' },
  purl2cpe: { vendor: 'Rack', product: 'Rack', purls: ['pkg:gem/rack'] },
  'TOML page': { path: 'advisories/HSEC-2023-0001.md', text: page },
  OSV: {
    id: 'GHSA-1',
    modified: '2024-01-01T00:00:00Z',
    aliases: ['CVE-2024-1000'],
    affected: [
      {
        package: { ecosystem: 'npm', name: 'p' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.0.0' }] }],
        versions: ['0.9.0'],
      },
    ],
  },
}

const read = (text: string): ReturnType<typeof readAdvisories> => readAdvisories(utf8(text))

/** Each copy of a value in which one place holds something else. */
function* withOnePlaceChanged(value: Json, put: (old: Json) => readonly Json[]): Generator<Json> {
  yield* put(value)
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value) as [string, Json][]) {
    for (const changed of withOnePlaceChanged(inner, put))
      yield Array.isArray(value)
        ? (value as readonly Json[]).map((old, index) => (String(index) === key ? changed : old))
        : { ...(value as Readonly<Record<string, Json>>), [key]: changed }
  }
}

test('there is a sample of every format, and each is read by its own reader', () => {
  assert.deepEqual(Object.keys(samples).sort(), advisoryFormats.map(({ name }) => name).sort())
  for (const [name, sample] of Object.entries(samples)) {
    const text = JSON.stringify(sample)
    const record = JSON.parse(text) as Readonly<Record<string, unknown>>
    assert.equal(advisoryFormats.find(({ recognises }) => recognises(record))?.name, name)
    const outcome = read(text)
    assert.ok(outcome.ok, `${name}: ${JSON.stringify(outcome)}`)
    assert.ok(outcome.advisories.length + outcome.mappings.length > 0, name)
    assert.equal(typeof outcome.notUnderstood, 'object')
  }
})

for (const [name, sample] of Object.entries(samples)) {
  const text = JSON.stringify(sample)

  test(`${name}: a record that is cut anywhere is refused`, () => {
    for (let length = 0; length < text.length; length++)
      assert.equal(read(text.slice(0, length)).ok, false, `${length}`)
  })

  test(`${name}: another kind of value in any place is read or refused, and never thrown`, () => {
    const others: readonly Json[] = [
      null,
      true,
      0,
      -1,
      1e308,
      '',
      'x',
      '\u0000\u001b[2J',
      [],
      {},
      [[]],
      [null],
      { a: 1 },
      'constructor',
      '__proto__',
    ]
    let places = 0
    for (const changed of withOnePlaceChanged(sample, () => others)) {
      const outcome = read(JSON.stringify(changed))
      if (!outcome.ok) assert.ok(outcome.issues.length > 0)
      places++
    }
    assert.ok(places > others.length * 2)
  })

  test(`${name}: a text of 10 MB or nesting of 100,000 is refused, and a key for prototypes in any place`, () => {
    // Placeholders, so that the large parts are put into the text and never parsed here.
    const large = {
      '"@long@"': `"${'a'.repeat(10_000_000)}"`,
      '"@deep@"': '['.repeat(100_000) + ']'.repeat(100_000),
    }
    for (const [mark, put] of Object.entries(large)) {
      const [changed] = [...withOnePlaceChanged(sample, () => [JSON.parse(mark) as string])].slice(-1)
      // A second record on a line of its own, since the limit is that of a record.
      const outcome = read(`${JSON.stringify(changed).replace(mark, () => put)}\n${text}`)
      assert.ok(!outcome.ok, mark)
      assert.match(outcome.issues[0]?.message ?? '', /characters, at most|nested \d+ deep/)
    }
    for (const changed of withOnePlaceChanged(sample, () => ['@proto@'])) {
      const outcome = read(JSON.stringify(changed).replace('"@proto@"', '{"__proto__":{"polluted":true}}'))
      assert.equal(outcome.ok, false)
    }
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
  })
}

test('an advisory that contradicts itself leaves each component in exactly one class', () => {
  const packaged = { ecosystem: 'npm', name: 'p' }
  const ranges = (...events: readonly object[]): object => ({
    package: packaged,
    ranges: [{ type: 'SEMVER', events }],
  })
  const contradictions = [
    [ranges({ introduced: '2.0.0' }, { fixed: '1.0.0' })],
    [ranges({ introduced: '1.0.0' }, { fixed: '1.0.0' })],
    [ranges({ fixed: '1.0.0' }, { introduced: '0' }, { last_affected: '0.5.0' })],
    [ranges({ introduced: '0' }, { introduced: '0' }, { fixed: '3.0.0' }, { fixed: '1.0.0' })],
    [ranges({ introduced: '0' }, { fixed: '1.0.0' }), ranges({ introduced: '1.0.0' }, { fixed: '1.0.0' })],
    [ranges({ introduced: 'one' }, { fixed: 'two' })],
  ]
  const components = ['0.1.0', '1.0.0', '1.5.0', '2.0.0', 'x'].map((version) => ({
    ...{ type: 'library', name: 'p', version },
    purl: `pkg:npm/p@${version}`,
  }))
  const sbom = readSbom(utf8(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components })))
  assert.ok(sbom.ok)
  for (const affected of contradictions) {
    const outcome = read(JSON.stringify({ id: 'X-1', modified: '2026-01-01T00:00:00Z', affected }))
    if (!outcome.ok) {
      assert.ok(outcome.issues.length > 0)
      continue
    }
    const { results, counts } = scanSbom({ sbom: sbom.sbom, advisories: outcome, now: 0 })
    assert.equal(results.length, components.length)
    for (const result of results) assert.ok(componentClasses.includes(result.class))
    assert.equal(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
      components.length,
    )
  }
})
