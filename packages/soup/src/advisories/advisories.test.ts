import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { utf8 } from '@pericard/base'
import fc from 'fast-check'
import { advisoryFormats, readAdvisories } from './index.ts'
import type { Advisory, AdvisoryData, Affected } from './types.ts'

function read(...records: readonly object[]): AdvisoryData {
  const result = readAdvisories(utf8(records.map((record) => JSON.stringify(record)).join('\n')))
  assert.ok(result.ok, JSON.stringify(result))
  return result
}

function one(record: object): Advisory {
  const [advisory, ...others] = read(record).advisories
  assert.ok(advisory !== undefined && others.length === 0)
  return advisory
}

/** Ranges as text: `order kind version, …`. */
function rangesOf({ ranges, versions, except = [] }: Affected): readonly string[] {
  const shown = (list: Affected['ranges'], mark: string): string[] =>
    list.map(
      (range) => `${mark}${range.order} ${range.events.map((e) => `${e.kind} ${e.version}`).join(', ')}`,
    )
  return [...shown(ranges, ''), ...shown(except, 'not '), ...versions]
}

const cpe = (version: string): string => `cpe:2.3:a:acme:tool:${version}:*:*:*:*:node.js:*:*`

test('the registry lists every format file once', () => {
  const helpers = [
    'types',
    'reading',
    'products',
    'cpe-name',
    'comparators',
    'csaf-products',
    'cve5-packages',
    'cve5-versions',
    'index',
    'toml',
    'vers-range',
  ]
  const files = readdirSync(new URL('.', import.meta.url))
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !helpers.includes(name))
  assert.equal(advisoryFormats.length, files.length)
  assert.equal(new Set(advisoryFormats.map(({ name }) => name)).size, files.length)
})

test('NVD rows keep "vulnerable: false" apart, bounds exact, and what they do not say as a mere hint', () => {
  const rows = [
    { vulnerable: true, criteria: cpe('*'), versionStartExcluding: '1.0', versionEndExcluding: '2.0' },
    { vulnerable: true, criteria: cpe('3.1') },
    { vulnerable: true, criteria: 'cpe:2.3:a:acme:other:*:*:*:*:*:*:*:*' },
  ]
  const on = [{ vulnerable: false, criteria: 'cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*' }]
  const nodes = [
    { operator: 'OR', negate: false, cpeMatch: rows },
    { operator: 'OR', negate: false, cpeMatch: on },
  ]
  const plain = one({ cve_id: 'CVE-2020-1000', cve: { configurations: [{ nodes: [nodes[0]] }] } })
  assert.deepEqual(
    plain.affected.map((entry) => [entry.name, entry.cpe?.targetSw, entry.weak, rangesOf(entry)]),
    [
      ['acme:tool', 'node.js', undefined, ['generic above 1.0, fixed 2.0', '3.1']],
      ['acme:other', undefined, 'names no versions', ['generic introduced 0']],
    ],
  )
  const running = one({ cve_id: 'CVE-2020-1000', cve: { configurations: [{ operator: 'AND', nodes }] } })
  assert.deepEqual(
    running.affected.map(({ name, weak }) => [name, weak]),
    [
      ['acme:tool', 'only on a named platform'],
      ['acme:other', 'names no versions'],
    ],
  )
})

test('a CVE record gives one advisory for its authority and one for each who adds products', () => {
  const versions = [{ version: '1.0', lessThan: '1.5', status: 'affected', versionType: 'custom' }]
  const { advisories } = read({
    dataType: 'CVE_RECORD',
    cveMetadata: { cveId: 'CVE-2024-1000', state: 'PUBLISHED', dateUpdated: '2024-05-01T00:00:00Z' },
    containers: {
      cna: {
        affected: [{ packageName: 'left-pad', collectionURL: 'https://registry.npmjs.org', versions }],
        source: { advisory: 'GHSA-aaaa-bbbb-cccc' },
        descriptions: [{ lang: 'en', value: 'words' }],
      },
      adp: [
        {
          providerMetadata: { shortName: 'CISA-ADP' },
          affected: [
            { vendor: 'acme', product: 'tool', cpes: [cpe('*')], defaultStatus: 'unknown', versions },
          ],
        },
        {
          metrics: [
            {
              other: {
                type: 'ssvc',
                content: {
                  options: [
                    { Exploitation: 'active' },
                    { Automatable: 'yes' },
                    { 'Technical Impact': 'total' },
                  ],
                },
              },
            },
          ],
        },
      ],
    },
  })
  assert.deepEqual(
    advisories.map(({ source, aliases, affected, ssvc }) => [
      source,
      aliases,
      affected.map((entry) => [entry.ecosystem, entry.name, rangesOf(entry)]),
      ssvc?.exploitation,
    ]),
    [
      ['CVE', ['GHSA-aaaa-bbbb-cccc'], [['npm', 'left-pad', ['npm introduced 1.0, fixed 1.5']]], 'active'],
      ['CVE, CISA-ADP', [], [['CPE', 'acme:tool', ['generic introduced 1.0, fixed 1.5']]], undefined],
    ],
  )
})

test('a rejected CVE and a withdrawn OSV record are marked so', () => {
  const rejected = { cveMetadata: { cveId: 'CVE-2024-1', state: 'REJECTED' }, containers: { cna: {} } }
  assert.equal(
    one({ ...rejected, cveMetadata: { ...rejected.cveMetadata, cveId: 'CVE-2024-1000' } }).withdrawn,
    true,
  )
  const osv = { id: 'A-1', modified: '2024-01-01T00:00:00Z' }
  assert.deepEqual(
    [one(osv).withdrawn, one({ ...osv, withdrawn: '2024-01-01T00:00:00Z' }).withdrawn],
    [false, true],
  )
})

test('CSAF gives an advisory for each vulnerability, by purl, CPE or the vendor’s name, and keeps what is fixed apart', () => {
  const branch = (name: string, id: string, helper?: object): object => ({
    category: 'product_version_range',
    name,
    product: { name: id, product_id: id, ...(helper && { product_identification_helper: helper }) },
  })
  const { advisories, notUnderstood } = read({
    document: {
      csaf_version: '2.0',
      category: 'csaf_security_advisory',
      title: 'Pump',
      tracking: { id: 'ACME-1', current_release_date: '2024-01-01T00:00:00Z' },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Acme',
          branches: [
            {
              category: 'product_name',
              name: 'Pump 3',
              branches: [
                branch('vers:intdot/>=1.0|<2.1', 'P1'),
                branch('2.1', 'P2'),
                branch('older ones', 'P3'),
              ],
            },
            {
              category: 'product_name',
              name: 'lib',
              branches: [branch('<3', 'P4', { purl: 'pkg:npm/lib' })],
            },
          ],
        },
      ],
    },
    vulnerabilities: [
      { cve: 'CVE-2024-1000', product_status: { known_affected: ['P1', 'P3', 'P9'], fixed: ['P2'] } },
      { cve: 'CVE-2024-2000', product_status: { known_affected: ['P4'] } },
    ],
  })
  assert.deepEqual(
    advisories.map(({ id, aliases, affected }) => [
      id,
      aliases,
      affected.map((entry) => [entry.ecosystem, entry.name, rangesOf(entry)]),
    ]),
    [
      [
        'ACME-1#CVE-2024-1000',
        ['CVE-2024-1000'],
        [
          [
            'Product',
            'acme:pump 3',
            ['generic introduced 1.0, fixed 2.1', 'not generic introduced 2.1, last_affected 2.1'],
          ],
        ],
      ],
      ['ACME-1#CVE-2024-2000', ['CVE-2024-2000'], [['npm', 'lib', ['npm introduced 0, fixed 3']]]],
    ],
  )
  assert.deepEqual(notUnderstood, {
    'CSAF: a product that the product tree does not have': 1,
    'CSAF: no version that can be compared': 1,
  })
})

test('CSAF ranges in vers are unions, as vers-spec says; under a made-up scheme only two bounds are one', () => {
  const product = (name: string, id: string): object => ({
    category: 'product_version_range',
    name,
    product: { name: id, product_id: id, product_identification_helper: { purl: `pkg:npm/${id}` } },
  })
  const { advisories, notUnderstood } = read({
    document: {
      ...{ csaf_version: '2.1', category: 'csaf_security_advisory', title: 'x' },
      tracking: { id: 'ACME-2', current_release_date: '2024-01-01T00:00:00Z' },
    },
    product_tree: {
      branches: [
        product('vers:npm/>=1.0.0|<1.2.0|>=2.0.0|!=2.1.0|<2.3.0|3.0.0', 'a'),
        product('vers:all/>=V1.0<V2.0', 'b'),
        product('vers:all/>=1.0|<2.0|>=3.0|<4.0', 'c'),
      ],
    },
    vulnerabilities: [{ cve: 'CVE-2024-3000', product_status: { known_affected: ['a', 'b', 'c'] } }],
  })
  assert.deepEqual(advisories[0]?.affected.map(rangesOf), [
    [
      'npm introduced 1.0.0, fixed 1.2.0, introduced 2.0.0, fixed 2.1.0, above 2.1.0, fixed 2.3.0, introduced 3.0.0, last_affected 3.0.0',
    ],
    ['npm introduced v1.0, fixed v2.0'],
  ])
  assert.deepEqual(notUnderstood, { 'CSAF: no version that can be compared': 1 })
})

test('versions of the Linux kernel and of OpenSSL are in the order of their releases', () => {
  const cpeMatch = ['linux:linux_kernel', 'openssl:openssl', 'acme:tool'].map((key) => ({
    ...{ vulnerable: true, criteria: `cpe:2.3:a:${key}:*:*:*:*:*:*:*:*`, versionEndExcluding: '1.2' },
  }))
  const nodes = [{ operator: 'OR', negate: false, cpeMatch }]
  const { affected } = one({
    cve: {
      ...{ id: 'CVE-2024-1', lastModified: '2024-01-01T00:00:00', vulnStatus: 'Analyzed' },
      ...{ descriptions: [], configurations: [{ nodes }] },
    },
  })
  const orders = new Set(affected.flatMap(({ ranges }) => ranges.map(({ order }) => order)))
  assert.deepEqual(orders, new Set(['Linux', 'OpenSSL', 'generic']))
})

test('the near-OSV shapes of projects are read as ranges of their own orders', () => {
  const { advisories, mappings } = read(
    {
      package: 'curl',
      cve: 'CVE-2023-1000',
      introduced: '7.1',
      last_affected: '7.9',
      announced: '20230101',
      name: 'n',
      part: 'lib',
    },
    {
      package: 'jquery',
      below: '1.9',
      atOrAbove: '1.0',
      identifiers: { CVE: ['CVE-2012-6708'], summary: 's' },
    },
    {
      gem: 'rack',
      title: 't',
      cve: '2020-8161',
      date: '2020-05-12',
      patched_versions: ['~> 2.1.3', '>= 2.2.0'],
    },
    {
      reference: 'composer://a/b',
      title: 't',
      cve: 'CVE-2020-1000',
      branches: { '1.x': { versions: ['>=1.0', '<1.3'], time: null } },
    },
    {
      module_name: 'm',
      id: 7,
      cves: [],
      vulnerable_versions: '<1.2 || >=2.0.0 <2.1.0',
      updated_at: '2018-01-01T00:00:00Z',
      title: 't',
    },
    { cve: ['CVE-2020-2000'], vulnerable: '14.x', patched: '^14.2.0', overview: 'o' },
    { cveID: 'CVE-2020-2000', dateAdded: '2021-01-01', vulnerabilityName: 'v' },
    { vendor: 'Rack', product: 'Rack', purls: ['pkg:gem/rack'] },
  )
  assert.deepEqual(
    advisories.map(({ source, affected }) => [source, affected[0] && rangesOf(affected[0])]),
    [
      ['curl', ['generic introduced 7.1, last_affected 7.9']],
      ['retire.js', ['npm introduced 1.0, fixed 1.9']],
      [
        'rubysec',
        [
          'RubyGems introduced 0',
          'not RubyGems introduced 2.1.3, fixed 2.2.A',
          'not RubyGems introduced 2.2.0',
        ],
      ],
      ['FriendsOfPHP', ['Packagist introduced 1.0, fixed 1.3']],
      [
        'npm security working group',
        ['npm introduced 0, fixed 1.2.0-0', 'npm introduced 2.0.0, fixed 2.1.0'],
      ],
      ['Node.js', ['npm introduced 14.0.0-0, fixed 15.0.0-0', 'not npm introduced 14.2.0, fixed 15.0.0-0']],
      ['KEV', undefined],
    ],
  )
  assert.equal(advisories[6]?.exploitedSince, '2021-01-01')
  assert.deepEqual(mappings, [{ purl: 'pkg:gem/rack', cpe: 'rack:rack' }])
})

test('readAdvisories() says which record is no advisory, and never throws on any JSON', () => {
  const bad = readAdvisories(utf8('{"id":"A-1","modified":"2024-01-01T00:00:00Z"}\n{"what":1}'))
  assert.ok(!bad.ok)
  assert.equal(bad.issues[0]?.path, 'line 2')
  assert.match(bad.issues[0]?.message ?? '', /no advisory of a known format/)
  const keys = [
    'id',
    'modified',
    'affected',
    'cve_id',
    'cve',
    'configurations',
    'nodes',
    'cpeMatch',
    'criteria',
    'vulnerable',
    'cveMetadata',
    'containers',
    'cna',
    'document',
    'csaf_version',
    'tracking',
    'product_tree',
    'branches',
    'vulnerabilities',
    'gem',
    'title',
    'patched_versions',
    'package',
    'below',
    'identifiers',
    'reference',
    'purls',
    'vendor',
    'product',
  ]
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        '2.0',
        'CVE-2020-1000',
        'composer://x',
        cpe('*'),
        '2020-01-01T00:00:00Z',
        '>= 1',
        1,
        true,
        null,
      ),
      fc.array(tie('json'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('json'), { maxKeys: 6 }),
    ),
  }))
  fc.assert(
    fc.property(json, (value) => {
      const result = readAdvisories(utf8(JSON.stringify(value)))
      assert.equal(typeof result.ok, 'boolean')
    }),
    { numRuns: 2000 },
  )
})
