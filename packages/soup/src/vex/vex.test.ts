import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import fc from 'fast-check'
import { readAdvisories } from '../advisories/index.ts'
import { readSbom } from '../sbom/index.ts'
import { scanSbom, type SoupScan } from '../scan.ts'
import { applyVex } from './apply.ts'
import { readVex } from './read.ts'
import type { VexStatement } from './types.ts'

const statement = {
  vulnerability: { name: 'CVE-2018-3721', aliases: ['GHSA-1'] },
  products: [{ '@id': 'pkg:npm/lodash@4.17.4' }],
  status: 'not_affected',
  justification: 'vulnerable_code_not_in_execute_path',
}
const document = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://example.com/vex-1',
  author: 'R. Reviewer',
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: [statement],
}

function statementsOf(...statements: readonly object[]): readonly VexStatement[] {
  const read = readVex(utf8(JSON.stringify({ ...document, statements })))
  assert.ok(read.ok, JSON.stringify(read))
  return read.statements
}

function scan(purl: string, statements: readonly VexStatement[]): SoupScan {
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'device', name: 'pump', version: '3' } },
    components: [{ type: 'library', name: 'lodash', purl }],
  }
  const sbom = readSbom(utf8(JSON.stringify(bom)))
  assert.ok(sbom.ok)
  const events = [{ introduced: '0' }, { fixed: '4.17.9' }]
  const affected = [{ package: { ecosystem: 'npm', name: 'lodash' }, ranges: [{ type: 'SEMVER', events }] }]
  const data = readAdvisories(
    utf8(JSON.stringify({ id: 'CVE-2018-3721', modified: '2026-01-01T00:00:00Z', affected })),
  )
  assert.ok(data.ok)
  return scanSbom({ sbom: applyVex(sbom.sbom, statements), advisories: data, now: 0 })
}

const classOf = (purl: string, statements: readonly VexStatement[]): string | undefined =>
  scan(purl, statements).results[0]?.class

test('a decision settles a finding, says why and by whom, and carries over to the next SBOM with the same component', () => {
  const decisions = statementsOf(statement)
  assert.equal(classOf('pkg:npm/lodash@4.17.4', []), 'affected')
  const [result] = scan('pkg:npm/lodash@4.17.4', decisions).results
  assert.deepEqual([result?.class, result?.matches.length], ['not-affected', 0])
  assert.match(result?.settled[0]?.claim.because ?? '', /not_in_execute_path \(R\. Reviewer\)/)
})

test('a decision reopens when the component changes', () => {
  const decisions = statementsOf(statement)
  assert.equal(classOf('pkg:npm/lodash@4.17.5', decisions), 'affected')
  const anyVersion = statementsOf({ ...statement, products: ['pkg:npm/lodash'] })
  assert.equal(classOf('pkg:npm/lodash@4.17.5', anyVersion), 'not-affected')
  const forArm = statementsOf({ ...statement, products: ['pkg:npm/lodash@4.17.4?arch=arm'] })
  assert.equal(classOf('pkg:npm/lodash@4.17.4', forArm), 'affected')
})

test('a later decision takes an older one back, in whatever order they come', () => {
  const later = {
    ...statement,
    status: 'affected',
    action_statement: 'update',
    timestamp: '2026-02-01T00:00:00Z',
  }
  for (const statements of [
    [statement, later],
    [later, statement],
  ]) {
    assert.equal(classOf('pkg:npm/lodash@4.17.4', statementsOf(...statements)), 'affected')
  }
  const bare = { ...later, vulnerability: 'CVE-2018-3721' }
  assert.equal(classOf('pkg:npm/lodash@4.17.4', statementsOf(statement, bare)), 'affected')
  const byAlias = {
    ...statement,
    vulnerability: 'CVE-2018-3721',
    status: 'fixed',
    timestamp: '2026-03-01T00:00:00Z',
  }
  assert.equal(classOf('pkg:npm/lodash@4.17.4', statementsOf(later, byAlias)), 'not-affected')
})

test('a decision about a component inside a product holds for that product only', () => {
  const inside = (product: string): object => ({
    ...statement,
    products: [{ '@id': product, subcomponents: [{ identifiers: { purl: 'pkg:npm/lodash@4.17.4' } }] }],
  })
  assert.equal(classOf('pkg:npm/lodash@4.17.4', statementsOf(inside('pkg:generic/pump@3'))), 'not-affected')
  for (const other of ['pkg:generic/other@3', 'pkg:generic/pump@4']) {
    const result = scan('pkg:npm/lodash@4.17.4', statementsOf(inside(other)))
    assert.equal(result.counts.affected, 1, other)
    assert.equal(result.notUnderstood['VEX: a product that is not the subject of the SBOM'], 1)
  }
})

test('readVex() refuses a "not affected" without a reason, and says where everything else is wrong', () => {
  const issues = (change: object): readonly string[] => {
    const read = readVex(utf8(JSON.stringify({ ...document, ...change })))
    return read.ok ? [] : read.issues.map(({ path }) => path)
  }
  const { justification, ...silent } = statement
  assert.equal(justification.length > 0, true)
  assert.deepEqual(issues({ statements: [silent] }), ['/statements/0/justification'])
  assert.deepEqual(issues({ statements: [{ ...statement, status: 'fine' }] }), ['/statements/0/status'])
  assert.deepEqual(issues({ statements: [{ ...statement, vulnerability: {} }] }), [
    '/statements/0/vulnerability',
  ])
  assert.deepEqual(issues({ timestamp: 'today' }), ['/statements/0/timestamp'])
  assert.deepEqual(issues({ author: undefined }), ['/author'])
  assert.deepEqual(issues({ '@context': 'https://example.com' }), [''])
  assert.deepEqual(issues({ statements: 7 }), ['/statements'])
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(typeof readVex(utf8(JSON.stringify(value))).ok, 'boolean')
      assert.equal(typeof readVex(utf8(JSON.stringify({ ...document, statements: value }))).ok, 'boolean')
      assert.equal(
        typeof readVex(
          utf8(
            JSON.stringify({
              ...document,
              statements: [{ ...statement, products: [value], vulnerability: value }],
            }),
          ),
        ).ok,
        'boolean',
      )
    }),
  )
})

test('two decisions of one moment that contradict each other leave the finding open, in whatever order they stand', () => {
  const affected = { ...statement, status: 'affected', justification: undefined }
  for (const both of [
    [statement, affected],
    [affected, statement],
    [statement, affected, statement],
  ])
    assert.equal(classOf('pkg:npm/lodash@4.17.4', statementsOf(...both)), 'affected')
  assert.equal(classOf('pkg:npm/lodash@4.17.4', statementsOf(statement, statement)), 'not-affected')
})

test('a CSAF document whose branches are nested beyond the limit is refused, not read in part', () => {
  const product = { product_id: 'p', product_identification_helper: { purl: 'pkg:npm/a@1' } }
  const nested = (depth: number): object =>
    depth === 0 ? { product } : { category: 'product_family', name: 'x', branches: [nested(depth - 1)] }
  const csaf = (depth: number): Uint8Array =>
    utf8(
      JSON.stringify({
        document: {
          ...{ category: 'csaf_vex', csaf_version: '2.0', publisher: { name: 'Acme' } },
          tracking: { current_release_date: '2026-01-01T00:00:00Z' },
        },
        product_tree: { branches: [nested(depth)] },
        vulnerabilities: [{ cve: 'CVE-2026-1', product_status: { fixed: ['p'] } }],
      }),
    )
  const [read, refused] = [readVex(csaf(25)), readVex(csaf(64))]
  assert.equal(read.ok && read.statements.length, 1)
  assert.ok(!refused.ok)
  assert.match(refused.issues[0]?.message ?? '', /nested/)
})
