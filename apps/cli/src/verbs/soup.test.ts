import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const bin = new URL('../../bin/pericard.js', import.meta.url).pathname

function pericard(...given: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'soup', ...given], {
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

const folder = mkdtempSync(join(tmpdir(), 'pericard-soup-'))
const at = (name: string): string => join(folder, name)
const events = [{ introduced: '0' }, { fixed: '4.17.5' }]
const affected = [{ package: { ecosystem: 'npm', name: 'lodash' }, ranges: [{ type: 'SEMVER', events }] }]
const osv = { id: 'CVE-2018-3721', modified: '2026-01-01T00:00:00Z', affected }
const kev = { cveID: 'CVE-2018-3721', dateAdded: '2025-01-02' }
writeFileSync(at('advisories.jsonl.gz'), gzipSync(`${JSON.stringify(osv)}\n${JSON.stringify(kev)}\n`))
const components = [
  { type: 'library', name: 'lodash', purl: 'pkg:npm/lodash@4.17.4' },
  { type: 'library', name: 'lodash', purl: 'pkg:npm/lodash@4.17.5' },
  { type: 'library', name: 'nobody' },
]
writeFileSync(at('sbom.json'), JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))

test('pericard soup scan answers the same from advisories and from an index of them', () => {
  const compiled = pericard('index', '--advisories', at('advisories.jsonl.gz'), '--out', at('all.idx'))
  assert.deepEqual([compiled.code, /2 advisories/.test(compiled.out)], [0, true], compiled.err)
  const [plain, indexed] = [at('advisories.jsonl.gz'), at('all.idx')].map((path) =>
    pericard('scan', at('sbom.json'), '--advisories', path, '--json'),
  )
  assert.deepEqual([plain?.code, indexed?.code], [1, 1], indexed?.err)
  assert.equal(indexed?.out, plain?.out)
  const report = JSON.parse(indexed?.out ?? '') as {
    counts: Record<string, number>
    findings: { vulnerability: string; exploitedSince?: string; tier: string }[]
    components: { class: string; because: string }[]
  }
  assert.deepEqual(report.counts, {
    affected: 1,
    'not-affected': 1,
    'no-advisory-data': 0,
    'undecidable-version': 0,
    'identity-unknown': 1,
  })
  assert.deepEqual(
    report.findings.map(({ vulnerability, exploitedSince, tier }) => [vulnerability, exploitedSince, tier]),
    [['CVE-2018-3721', '2025-01-02', 'purl']],
  )
  assert.equal(
    report.components[1]?.because,
    'npm lodash 4.17.5 is outside the versions of CVE-2018-3721 (< 4.17.5)',
  )
})

test('pericard soup scan refuses a damaged index and a feed that it cannot read, with exit 2', () => {
  const bytes = readFileSync(at('all.idx'))
  bytes[40] = (bytes[40] ?? 0) ^ 1
  writeFileSync(at('damaged.idx'), bytes)
  const damaged = pericard('scan', at('sbom.json'), '--advisories', at('damaged.idx'))
  assert.equal(damaged.code, 2)
  assert.match(damaged.err, /Cannot use the advisory index: the checksum of its table does not match/)
  writeFileSync(at('odd.json'), '{"what":1}')
  const odd = pericard('scan', at('sbom.json'), '--advisories', at('odd.json'))
  assert.equal(odd.code, 2)
  assert.match(odd.err, /odd\.json.*no advisory of a known format/)
  writeFileSync(at('bad.json.gz'), 'no gzip')
  assert.match(pericard('scan', at('sbom.json'), '--advisories', at('bad.json.gz')).err, /cannot be unpacked/)
})

test('pericard soup scan settles what an OpenVEX file decides, and refuses a decision without a reason', () => {
  const statement = {
    vulnerability: { name: 'CVE-2018-3721' },
    products: ['pkg:npm/lodash@4.17.4'],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
  }
  const vex = { '@context': 'https://openvex.dev/ns/v0.2.0', author: 'A', timestamp: '2026-01-01T00:00:00Z' }
  writeFileSync(at('vex.json'), JSON.stringify({ ...vex, statements: [statement] }))
  const settled = pericard('scan', at('sbom.json'), '--advisories', at('all.idx'), '--vex', at('vex.json'))
  assert.equal(settled.code, 0, settled.err)
  assert.match(settled.out, /Dealt with in this build or by a decision: 1/)
  pericard(
    'scan',
    at('sbom.json'),
    '--advisories',
    at('all.idx'),
    '--vex',
    at('vex.json'),
    '--vdr',
    at('vdr.json'),
  )
  const vdr = JSON.parse(readFileSync(at('vdr.json'), 'utf8')) as {
    vulnerabilities: { analysis: { state: string } }[]
  }
  assert.deepEqual(
    vdr.vulnerabilities.map(({ analysis }) => analysis.state),
    ['not_affected'],
  )
  const { justification, ...silent } = statement
  assert.ok(justification)
  writeFileSync(at('silent.json'), JSON.stringify({ ...vex, statements: [silent] }))
  const refused = pericard('scan', at('sbom.json'), '--advisories', at('all.idx'), '--vex', at('silent.json'))
  assert.equal(refused.code, 2)
  assert.match(refused.err, /silent\.json#\/statements\/0\/justification: not_affected needs/)
})
