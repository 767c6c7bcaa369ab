import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const bin = new URL('../../bin/pericard.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'pericard-closed-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

function soup(...given: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'soup', ...given], {
    ...{ encoding: 'utf8', cwd: folder },
  })
  return { code: status, out: stdout, err: stderr }
}

function advisory(id: string, withdrawn: boolean): string {
  const affected = [{ package: { ecosystem: 'npm', name: 'lodash' }, versions: ['4.17.4'] }]
  const modified = '2026-01-01T00:00:00Z'
  return `${JSON.stringify({ id, modified, affected, ...(withdrawn ? { withdrawn: modified } : {}) })}\n`
}

mkdirSync(at('feeds'))
writeFileSync(at('passphrase'), 'a passphrase of the test\n')
const components = [{ type: 'library', name: 'lodash', version: '4.17.4', purl: 'pkg:npm/lodash@4.17.4' }]
writeFileSync(at('sbom.json'), JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
const fetched = (when: string): void =>
  writeFileSync(at('feeds/sources.meta.json'), JSON.stringify({ 'osv-npm': { fetched: when } }))
const build = (...more: readonly string[]): ReturnType<typeof soup> =>
  soup(...'snapshot build --advisories feeds --key key.pem --passphrase-file passphrase'.split(' '), ...more)

test('a closed network gets a snapshot, then a delta that takes an advisory back, and nothing older', () => {
  const made = soup(
    ...'snapshot key --out key.pem --trust trust.json --passphrase-file passphrase'.split(' '),
  )
  assert.equal(made.code, 0, made.err)
  writeFileSync(
    at('feeds/osv-npm.jsonl'),
    advisory('CVE-2026-1111', false) + advisory('CVE-2026-2222', false),
  )
  fetched(new Date().toISOString())
  assert.equal(build('--sequence', '1', '--out', '1.snap').code, 0)
  const applied = soup(...'snapshot apply 1.snap --trust trust.json --store applied'.split(' '))
  assert.equal(applied.code, 0, applied.err)
  const before = soup('scan', 'sbom.json', '--advisories', 'applied', '--json')
  const report = JSON.parse(before.out) as { findings: unknown[]; data: { source: string; stale: boolean }[] }
  assert.deepEqual([before.code, report.findings.length], [1, 2], before.err)
  assert.deepEqual(
    report.data.map(({ source, stale }) => [source, stale]),
    [['osv-npm', false]],
  )

  writeFileSync(at('feeds/osv-npm.jsonl'), advisory('CVE-2026-1111', true))
  assert.equal(build('--sequence', '2', '--base', 'applied', '--out', '2.snap').code, 0)
  assert.match(
    soup(...'snapshot verify 2.snap --trust trust.json'.split(' ')).out,
    /number 2 .*delta on number 1/,
  )
  assert.equal(soup(...'snapshot apply 2.snap --trust trust.json --store applied'.split(' ')).code, 0)
  const after = soup('scan', 'sbom.json', '--advisories', 'applied')
  assert.deepEqual(
    [after.code, /osv-npm: 1 records, as of .*, 0 days old/.test(after.out)],
    [0, true],
    after.out,
  )

  const older = soup(...'snapshot apply 1.snap --trust trust.json --store applied'.split(' '))
  assert.equal(older.code, 2)
  assert.match(older.err, /number 2 of .* is in use already \(SNAPSHOT_OLD\)/)
})

test("stale data is a finding, in the exit code, in words and in SARIF; a limit of one's own moves it", () => {
  fetched('2026-01-01T00:00:00Z')
  const days = Math.floor((Date.now() - Date.parse('2026-01-01T00:00:00Z')) / 86_400_000)
  assert.equal(build('--sequence', '3', '--out', '3.snap').code, 0)
  assert.equal(soup(...'snapshot apply 3.snap --trust trust.json --store applied'.split(' ')).code, 0)
  const stale = soup(
    ...`scan sbom.json --advisories applied --stale-days ${days - 1} --sarif out.sarif`.split(' '),
  )
  assert.equal(stale.code, 1)
  assert.match(stale.out, /Stale: newer weaknesses are missing/)
  assert.match(readFileSync(at('out.sarif'), 'utf8'), /"ruleId": "stale-advisory-data"/)
  assert.equal(soup(...`scan sbom.json --advisories applied --stale-days ${days + 1}`.split(' ')).code, 0)
})

test('a build from a feed that cannot be read packs nothing', () => {
  writeFileSync(at('feeds/odd.json'), '{"what":1}')
  const refused = build('--sequence', '4', '--out', '4.snap')
  assert.equal(refused.code, 2)
  assert.match(refused.err, /odd\.json line 1: it is no advisory of a known format/)
  assert.throws(() => readFileSync(at('4.snap')), { code: 'ENOENT' })
})
