import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import { readAdvisories } from './advisories/index.ts'
import type { Advisory } from './advisories/types.ts'
import { readSbom } from './sbom/index.ts'
import type { Sbom } from './sbom/types.ts'
import { scanSbom, type SoupScan } from './scan.ts'

const now = Date.parse('2026-01-11T00:00:00Z')

function advisory(id: string, events: object[], more: object = {}): object {
  const range = { type: 'SEMVER', events }
  const affected = [{ package: { ecosystem: 'npm', name: 'lodash' }, ranges: [range] }]
  return { id, modified: '2026-01-01T00:00:00Z', affected, ...more }
}

function advisories(...records: object[]): readonly Advisory[] {
  const result = readAdvisories(utf8(records.map((record) => JSON.stringify(record)).join('\n')))
  assert.ok(result.ok, JSON.stringify(result))
  return result.advisories
}

function sbom(...purls: (string | undefined)[]): Sbom {
  const components = purls.map((purl) => ({ type: 'library', name: 'x', purl }))
  const result = readSbom(utf8(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components })))
  assert.ok(result.ok)
  return result.sbom
}

function scan(data: readonly Advisory[], ...purls: (string | undefined)[]): SoupScan {
  return scanSbom({ sbom: sbom(...purls), advisories: data, now })
}

const fixedIn5 = advisory('CVE-2018-3721', [{ introduced: '0' }, { fixed: '4.17.5' }])

test('scanSbom() puts every component into exactly one class', () => {
  const purls = [
    'pkg:npm/lodash@4.17.4',
    'pkg:npm/lodash@4.17.5',
    'pkg:pypi/x@1',
    'pkg:npm/lodash@x',
    undefined,
  ]
  const result = scan(advisories(fixedIn5), ...purls)
  assert.deepEqual(
    result.results.map((each) => each.class),
    ['affected', 'not-affected', 'no-advisory-data', 'undecidable-version', 'identity-unknown'],
  )
  assert.equal(
    Object.values(result.counts).reduce((a, b) => a + b),
    purls.length,
  )
})

test('scanSbom() states how old its data is, and nothing where there is none', () => {
  const result = scan(advisories(fixedIn5))
  assert.deepEqual([result.dataAsOf, result.dataAgeDays], ['2026-01-01T00:00:00.000Z', 10])
  assert.equal(scan([]).dataAsOf, undefined)
})

test('scanSbom() evaluates events in version order, with last_affected inclusive and "0" below everything', () => {
  const split = advisory('A-1', [
    { fixed: '1.2.0' },
    { introduced: '2.0.0' },
    { last_affected: '2.1.0' },
    { introduced: '0' },
  ])
  const classes = ['0.0.0-alpha', '1.1.9', '1.2.0', '1.9.9', '2.0.0', '2.1.0', '2.1.1'].map(
    (version) => scan(advisories(split), `pkg:npm/lodash@${version}`).results[0]?.class === 'affected',
  )
  assert.deepEqual(classes, [true, true, false, false, true, true, false])
})

test('scanSbom() honours the list of versions where it knows no order', () => {
  const affected = [
    {
      package: { ecosystem: 'PyPI', name: 'Foo_Bar' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.0' }] }],
      versions: ['1.0rc1'],
    },
  ]
  const data = advisories({ id: 'P-1', modified: '2026-01-01T00:00:00Z', affected })
  const classes = scan(data, 'pkg:pypi/foo.bar@1.0rc1', 'pkg:pypi/foo.bar@2').results.map(
    (each) => each.class,
  )
  assert.deepEqual(classes, ['affected', 'not-affected'])
})

test('scanSbom() matches Debian by release and source package only', () => {
  const ranges = [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.0.11-1~deb12u2' }] }]
  const affected = [{ package: { ecosystem: 'Debian:12', name: 'openssl' }, ranges }]
  const data = advisories({ id: 'DSA-1', modified: '2026-01-01T00:00:00Z', affected })
  const purl = (version: string, distro: string): string =>
    `pkg:deb/debian/libssl3@${version}?distro=${distro}&upstream=openssl`
  const classes = scan(
    data,
    purl('3.0.11-1~deb12u1', 'debian-12'),
    purl('3.0.11-1', 'debian-12'),
    purl('1.1.1n-0', 'debian-11'),
  ).results.map((each) => each.class)
  assert.deepEqual(classes, ['affected', 'not-affected', 'no-advisory-data'])
})

test('scanSbom() takes back a withdrawn advisory, whichever record comes first', () => {
  const withdrawn = { ...fixedIn5, modified: '2026-01-02T00:00:00Z', withdrawn: '2026-01-02T00:00:00Z' }
  for (const records of [
    [fixedIn5, withdrawn],
    [withdrawn, fixedIn5],
  ]) {
    assert.equal(scan(advisories(...records), 'pkg:npm/lodash@4.17.4').results[0]?.class, 'no-advisory-data')
  }
})

test('scanSbom() makes one match of advisories for one CVE, and puts one for several CVEs beside each, merging none', () => {
  const open = [{ introduced: '0' }]
  const data = advisories(
    advisory('GHSA-1', open, { aliases: ['CVE-2020-1111'] }),
    advisory('NSWG-1', open, { aliases: ['CVE-2020-1111'] }),
    advisory('X-1', open, { aliases: ['GHSA-1'] }),
    advisory('CVE-2020-2222', open),
    advisory('DSA-9', open, { upstream: ['CVE-2020-1111', 'CVE-2020-2222'] }),
  )
  const matches = scan(data, 'pkg:npm/lodash@1.0.0').results[0]?.matches ?? []
  assert.deepEqual(
    matches.map(({ vulnerability, advisories: ids }) => [vulnerability, ids]),
    [
      ['CVE-2020-1111', ['DSA-9', 'GHSA-1', 'NSWG-1', 'X-1']],
      ['CVE-2020-2222', ['CVE-2020-2222', 'DSA-9']],
    ],
  )
})

test('readAdvisories() refuses a feed with one broken record and says which', () => {
  const bad = readAdvisories(utf8(`${JSON.stringify(fixedIn5)}\n{"id":"X","modified":"never"}\n`))
  assert.ok(!bad.ok)
  assert.deepEqual(bad.issues, [{ path: 'line 2', message: 'X: modified: wanted an RFC 3339 time' }])
  for (const text of ['', '[]', '{"id":', '7', '[{"id":"A"}]'])
    assert.equal(readAdvisories(utf8(text)).ok, false, text)
})
