import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'

const bin = new URL('../../bin/pericard.js', import.meta.url).pathname

function scan(...given: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'soup', 'scan', ...given], {
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

const folder = mkdtempSync(join(tmpdir(), 'pericard-many-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const events = [{ introduced: '0' }, { fixed: '4.17.5' }]
const affected = [{ package: { ecosystem: 'npm', name: 'lodash' }, ranges: [{ type: 'SEMVER', events }] }]
const osv = { id: 'CVE-2018-3721', modified: '2026-01-01T00:00:00Z', affected }
const kev = { cveID: 'CVE-2018-3721', dateAdded: '2025-01-02' }
writeFileSync(at('advisories.jsonl'), `${JSON.stringify(osv)}\n${JSON.stringify(kev)}\n`)
const sbom = (...versions: readonly string[]): string =>
  JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: versions.map((version) => ({
      ...{ type: 'library', name: 'lodash', purl: `pkg:npm/lodash@${version}` },
    })),
  })
mkdirSync(at('good/deep'), { recursive: true })
mkdirSync(at('clean'))
writeFileSync(at('good/one.json'), sbom('4.17.4', '4.17.5'))
writeFileSync(at('good/deep/two.json.gz'), gzipSync(sbom('4.17.4')))
writeFileSync(at('good/three.json.zst'), zstdCompressSync(Buffer.from(sbom('5.0.0'))))
writeFileSync(at('good/README.md'), 'no SBOM')
writeFileSync(at('clean/one.json'), sbom('5.0.0'))

interface Report {
  readonly sboms: { sbom: string; refused?: string[]; findings: { vulnerability: string }[] }[]
  readonly totals: Record<string, unknown>
}

test('pericard soup scan of a folder says a line for each SBOM, packed or not, and what they come to', () => {
  const { code, out, err } = scan(at('good'), '--advisories', at('advisories.jsonl'))
  assert.equal(code, 1, err)
  assert.deepEqual(out.split('\n').slice(0, 3), [
    `      1  ${at('good/deep/two.json.gz')}: 1 of 1 components, 1 known to be exploited`,
    `      1  ${at('good/one.json')}: 1 of 2 components, 1 known to be exploited`,
    `      0  ${at('good/three.json.zst')}: 0 of 1 components`,
  ])
  assert.match(out, /1 vulnerabilities in 2 of 3 SBOMs, 1 known to be exploited/)
  assert.match(out, /passed over, whose names are none of SBOMs: 1/)
  assert.equal(scan(at('clean'), '--advisories', at('advisories.jsonl')).code, 0)
})

test('what is said of several SBOMs as JSON is what is said of each alone', () => {
  const { code, out } = scan(
    at('good'),
    at('clean/one.json'),
    '--advisories',
    at('advisories.jsonl'),
    '--json',
  )
  assert.equal(code, 1)
  const { sboms, totals } = JSON.parse(out) as Report
  for (const { sbom: path, findings } of sboms) {
    const alone = JSON.parse(
      scan(path, '--advisories', at('advisories.jsonl'), '--json').out,
    ) as Report['sboms'][0]
    assert.deepEqual(findings, alone.findings)
  }
  assert.deepEqual(
    [sboms.length, totals['findings'], totals['vulnerabilities'], totals['passedOver']],
    [4, 2, 1, 1],
  )
})

test('an SBOM that is refused makes the exit code 2 and keeps none of the others back', () => {
  writeFileSync(at('broken.json'), '{"bomFormat":"CycloneDX"')
  writeFileSync(at('broken.json.gz'), gzipSync(Buffer.alloc(100 * 1024 * 1024)))
  const given = [at('broken.json'), at('broken.json.gz'), at('good/one.json')]
  const { code, out } = scan(...given, '--advisories', at('advisories.jsonl'))
  assert.equal(code, 2)
  assert.match(out, /refused {2}.*broken\.json\n {4}.*it is not JSON/)
  assert.match(out, /refused {2}.*broken\.json\.gz\n {4}.*cannot be unpacked within/)
  assert.match(out, / {6}1 {2}.*one\.json: 1 of 2 components/)
})

test('what is about one SBOM, and a folder without any, is refused', () => {
  const sarif = scan(at('good'), '--advisories', at('advisories.jsonl'), '--sarif', at('out.sarif'))
  assert.deepEqual([sarif.code, /about one SBOM/.test(sarif.err)], [2, true])
  mkdirSync(at('empty'))
  const empty = scan(at('empty'), '--advisories', at('advisories.jsonl'))
  assert.deepEqual([empty.code, /no file there is an SBOM/.test(empty.err)], [2, true])
})
