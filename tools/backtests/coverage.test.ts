import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import { rules } from '@pericard/analysis'
import { readVulnerabilities, vulnerabilitiesOf } from './advisories.ts'
import { coverageOf, renderCoverage } from './coverage.ts'

const reducedList = 'conformance/backtests/icsma-cwes.json'
const csaf = (id: string, ...cwes: string[]): string =>
  JSON.stringify({
    document: { tracking: { id } },
    vulnerabilities: cwes.map((cwe) => ({ cve: 'CVE-2020-0001', cwe: { id: cwe, name: 'n' } })),
  })

test('the reduced list holds every vulnerability of the advisories, with its weakness and its origin', () => {
  const list = readVulnerabilities(reducedList)
  assert.equal(list.length, 277)
  assert.equal(new Set(list.map(({ advisory }) => advisory)).size, 90)
  assert.ok(list.every(({ cve, cwe }) => /^CVE-\d{4}-\d+$/.test(cve) && cwe !== undefined))
})

test('rules look for the exact weakness of at least 90 % of the vulnerabilities in medical-device advisories', () => {
  const { share, counted } = coverageOf(readVulnerabilities(reducedList), rules)
  assert.equal(counted, 277)
  assert.ok(share >= 0.9, `${(100 * share).toFixed(1)} %`)
})

test('coverage counts the exact number only, leaves out what names none, and lists what no rule looks for', () => {
  const one = { id: 'one', cwe: [79, 20] }
  const list = [79, 79, 787, undefined].map((cwe) => ({ advisory: 'A', cve: 'CVE-2020-0001', cwe }))
  const coverage = coverageOf(list, [one, { id: 'two', cwe: [79, 7] }])
  assert.deepEqual([coverage.counted, coverage.covered, coverage.without], [3, 2, 1])
  assert.deepEqual(coverage.cwes, [
    { cwe: 79, vulnerabilities: 2, rules: ['one', 'two'] },
    { cwe: 787, vulnerabilities: 1, rules: [] },
  ])
  assert.match(renderCoverage(coverage), /^2 of 3 vulnerabilities \(66\.7 %\)/)
  assert.match(renderCoverage(coverage), /Not covered: CWE-787 \(1\)$/)
  assert.equal(coverageOf([], [one]).share, 0)
})

test('CSAF is read from a folder, a file, lines and compressed lines alike', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'csaf-'))
  context.after(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'year'))
  writeFileSync(join(folder, 'year', 'a.json'), csaf('A', 'CWE-79', 'CWE-20'))
  const lines = `${csaf('A', 'CWE-79', 'CWE-20')}\n\n`
  writeFileSync(join(folder, 'a.jsonl'), lines)
  writeFileSync(join(folder, 'a.jsonl.zst'), zstdCompressSync(lines))
  const wanted = [79, 20].map((cwe) => ({ advisory: 'A', cve: 'CVE-2020-0001', cwe }))
  for (const path of ['', 'year/a.json', 'a.jsonl', 'a.jsonl.zst'])
    assert.deepEqual(readVulnerabilities(join(folder, path)), wanted, path)
})

test('what is not an advisory is refused with file, line and what is wrong', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'csaf-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'a.jsonl')
  writeFileSync(path, `${csaf('A', 'CWE-79')}\n{`)
  assert.throws(() => readVulnerabilities(path), {
    name: 'AdvisoryFileError',
    message: `${path}:2: is not JSON`,
  })
  assert.throws(() => readVulnerabilities(join(folder, 'none')), { message: /Found no file or folder/ })
  mkdirSync(join(folder, 'empty'))
  assert.throws(() => readVulnerabilities(join(folder, 'empty')), { message: /Found no \.json/ })
  writeFileSync(`${path}.zst`, 'plain')
  assert.throws(() => readVulnerabilities(`${path}.zst`), { message: /cannot be decompressed/ })
  assert.throws(() => vulnerabilitiesOf('[]', 'x'), { message: 'x: found no map' })
  assert.throws(() => vulnerabilitiesOf('{}', 'x'), { message: /^x: has neither/ })
  assert.throws(() => vulnerabilitiesOf(csaf('A', '79'), 'x'), { message: /^x: vulnerability 0: cwe is/ })
})
