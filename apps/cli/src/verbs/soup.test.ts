import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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
test.after(() => rmSync(folder, { recursive: true, force: true }))
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

test('a decision settles the finding in the next release, reopens with another version, and goes out in three formats', () => {
  const release = (name: string, version: string): string => {
    const component = { type: 'library', name: 'lodash', version, purl: `pkg:npm/lodash@${version}` }
    const metadata = { component: { type: 'device', name: 'pump', version: name } }
    const sbom = { bomFormat: 'CycloneDX', specVersion: '1.6', metadata, components: [component] }
    writeFileSync(at(`${name}.json`), JSON.stringify(sbom))
    return at(`${name}.json`)
  }
  const [one, two, three] = [release('1', '4.17.4'), release('2', '4.17.4'), release('3', '4.17.3')]
  const sources = ['--advisories', at('advisories.jsonl.gz'), '--decisions', at('decisions.jsonl')]
  const decide = (...more: string[]): ReturnType<typeof pericard> =>
    pericard(
      ...['decide', one, ...sources, '--vulnerability', 'CVE-2018-3721', '--component', 'pkg:npm/lodash'],
      ...['--because', 'never called', '--by', 'ada', '--without-facts', 'a build tool', ...more],
    )
  const refusals: [string[], RegExp][] = [
    [['--status', 'not_affected'], /--justification: .* needs one/],
    [['--status', 'affected'], /--action: /],
    [['--status', 'fixed', '--until', 'soon'], /--until: found soon/],
    [['--status', 'fixed', '--until', '2999-02-31'], /--until: there is no day 2999-02-31/],
    [['--status', 'fixed', '--until', '2020-01-31'], /--until: found 2020-01-31, wanted a day after today/],
    [['--status', 'fixed', '--versions', 'vers:what/<1'], /--versions: no version order/],
    [['--status', 'fixed', '--component', 'pkg:npm/none'], /the SBOM has no pkg:npm\/none/],
    [['--status', 'fixed', '--vulnerability', 'CVE-1999-0001'], /found there: CVE-2018-3721/],
  ]
  for (const [given, wanted] of refusals) {
    const refused = decide(...given)
    assert.deepEqual([refused.code, wanted.test(refused.err)], [2, true], refused.err)
  }
  const done = decide('--status', 'not_affected', '--justification', 'vulnerable_code_not_in_execute_path')
  assert.equal(done.code, 0, done.err)
  const carried = pericard('scan', two, ...sources)
  assert.deepEqual(
    [carried.code, /1 findings settled, 1 carried over/.test(carried.out)],
    [0, true],
    carried.out,
  )
  const open = pericard('scan', three, ...sources)
  assert.equal(open.code, 1)
  assert.match(open.out, /Open again: it was about version 4\.17\.4, and this is 4\.17\.3/)
  for (const format of ['openvex', 'cyclonedx', 'csaf']) {
    const head = ['--format', format, '--author', 'Aurea', '--namespace', 'https://aurea.example']
    const written = pericard('vex', two, ...sources, ...head, '--out', at(`vex.${format}`))
    assert.equal(written.code, 0, written.err)
    const settled = pericard(
      'scan',
      one,
      '--advisories',
      at('advisories.jsonl.gz'),
      '--vex',
      at(`vex.${format}`),
    )
    assert.deepEqual([settled.code, /Dealt with .*: 1/.test(settled.out)], [0, true], settled.err)
  }
  writeFileSync(at('decisions.jsonl'), readFileSync(at('decisions.jsonl'), 'utf8').replace('ada', 'eve'))
  assert.equal(
    pericard('scan', two, ...sources).code,
    0,
    'the last line alone can be edited: its hash is kept elsewhere',
  )
  writeFileSync(at('decisions.jsonl'), '{')
  const broken = pericard('scan', two, ...sources)
  assert.deepEqual([broken.code, /decisions\.jsonl: line 1/.test(broken.err)], [2, true])
})
