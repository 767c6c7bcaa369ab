import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'pericard-check-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
cpSync('examples/infusion-pump', folder, { recursive: true })
const [device, sbom] = [join(folder, 'device.yaml'), join(folder, 'sbom.cdx.json')]

function check(...more: string[]): { status: number | null; stdout: string; stderr: string } {
  const argv = ['apps/cli/bin/pericard.js', 'check', device, '--advisories', 'examples/advisories', ...more]
  return spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

test('check --advisories stays silent about a version that is not affected, and states the age of its data', () => {
  const { status, stdout, stderr } = check()
  assert.equal(status, 0)
  assert.match(stdout, /none of 103 components found affected/)
  assert.match(stderr, /advisory data is \d+ days old/)
})

test('check --advisories reports an affected version with what it does to the device', () => {
  for (const path of [device, sbom])
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('4.17.20', '4.17.15'))
  const report = JSON.parse(check('--json').stdout) as {
    soup: { findings: { component: string; vulnerability: string; because: string }[] }[]
  }
  const [finding] = report.soup.flatMap(({ findings }) => findings)
  assert.equal(finding?.component, 'lodash')
  assert.match(finding?.vulnerability ?? '', /NSWG-ECO-516|CVE-/)
  const { status, stdout } = check()
  assert.match(stdout, /lodash 4\.17\.15/)
  assert.equal(status, 1, 'it lowers a goal below what the policy wants')
})

test('check --advisories refuses a broken SBOM by name, with exit code 2 and no stack', () => {
  for (const broken of ['{', '{"bomFormat":"CycloneDX"}', '['.repeat(100_000), '']) {
    writeFileSync(sbom, broken)
    const { status, stderr } = check()
    assert.equal(status, 2)
    assert.ok(stderr.includes(sbom), stderr.slice(0, 200))
    assert.doesNotMatch(stderr, /\.ts:\d+:\d+\)/)
  }
})
