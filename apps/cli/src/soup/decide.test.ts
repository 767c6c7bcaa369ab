/** The register as it is used: by several at once, by people who sign, and by somebody who only can write the file. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const bin = new URL('../../bin/pericard.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'pericard-decide-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const ids = ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3', 'CVE-2026-4', 'CVE-2026-5']
const affected = [{ package: { ecosystem: 'npm', name: 'tool' }, versions: ['1.0.0', '2.0.0'] }]
writeFileSync(
  at('advisories.jsonl'),
  ids.map((id) => `${JSON.stringify({ id, modified: '2026-01-01T00:00:00Z', affected })}\n`).join(''),
)
const component = (version?: string): object => ({
  ...{ type: 'library', name: 'tool' },
  ...(version === undefined ? {} : { version, purl: `pkg:npm/tool@${version}` }),
})
const sbom = (...components: object[]): string =>
  JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components })
writeFileSync(at('sbom.json'), sbom(component('1.0.0'), component('2.0.0')))
writeFileSync(at('passphrase'), 'a passphrase of the test\n')

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}
function soup(...given: readonly string[]): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'soup', ...given], {
    ...{ encoding: 'utf8', cwd: folder },
  })
  return { code: status, out: stdout, err: stderr }
}
const decision = (register: string, id: string, by = 'ada'): string[] => [
  ...['decide', 'sbom.json', '--advisories', 'advisories.jsonl', '--decisions', register, '--by', by],
  ...['--vulnerability', id, '--component', 'pkg:npm/tool', '--status', 'not_affected'],
  ...['--justification', 'vulnerable_code_not_present', '--because', 'built without it'],
]
const free = ['--without-facts', 'a tool of the build; it is on no device']
const scan = (register: string, ...more: string[]): { counts: { settled: number }; register: Trust } => {
  const given = ['--advisories', 'advisories.jsonl', '--decisions', register, '--json', ...more]
  const { out, err } = soup('scan', 'sbom.json', ...given)
  assert.notEqual(out, '', err)
  const report = JSON.parse(out) as { decisions: { settled: number }; register: Trust }
  return { counts: report.decisions, register: report.register }
}
interface Trust {
  readonly lines: number
  readonly signed: number
  readonly checked: boolean
  readonly notBelieved: readonly { readonly line: number; readonly because: string }[]
}

test('five that decide at once lose nothing', async () => {
  const codes = await Promise.all(
    ids.map(async (id) => {
      const child = spawn(process.execPath, [bin, 'soup', ...decision('many.jsonl', id), ...free], {
        cwd: folder,
      })
      return (await once(child, 'exit'))[0] as number
    }),
  )
  assert.deepEqual(codes, [0, 0, 0, 0, 0])
  const { counts, register } = scan('many.jsonl')
  assert.deepEqual([counts.settled, register.lines, register.checked], [10, 10, false])
})

test('where one of several lines cannot be written none is, and the register stays as it was', () => {
  const before = readFileSync(at('many.jsonl'), 'utf8')
  const args = decision('many.jsonl', 'CVE-2026-1')
  const refused = soup(...args)
  assert.deepEqual(
    [refused.code, /--without-facts: nothing says how tool is used/.test(refused.err)],
    [2, true],
  )
  writeFileSync(at('broken.jsonl'), `${before.slice(0, -30)}`)
  const broken = soup(...decision('broken.jsonl', 'CVE-2026-1'), ...free)
  assert.deepEqual([broken.code, /broken\.jsonl: line 10/.test(broken.err)], [2, true], broken.err)
  assert.equal(readFileSync(at('broken.jsonl'), 'utf8'), before.slice(0, -30))
  assert.equal(readFileSync(at('many.jsonl'), 'utf8'), before)
  assert.equal(existsSync(at('many.jsonl.part')), false)
})

test('a register without a line feed at its end is added to, not run together', () => {
  writeFileSync(at('short.jsonl'), readFileSync(at('many.jsonl'), 'utf8').trimEnd())
  assert.equal(soup(...decision('short.jsonl', 'CVE-2026-1'), ...free).code, 0)
  assert.equal(scan('short.jsonl').register.lines, 12)
})

test('with a list of deciders only their signed lines settle; forged, foreign and unsigned ones are shown with the reason', () => {
  for (const who of ['ada', 'eve']) {
    const keys = ['--out', `${who}.pem`, '--passphrase-file', 'passphrase']
    const made = soup('decider', who, '--deciders', who === 'ada' ? 'deciders.json' : 'other.json', ...keys)
    assert.equal(made.code, 0, made.err)
  }
  const signed = (id: string, who: string): Ran =>
    soup(
      ...decision('signed.jsonl', id, 'ada'),
      ...free,
      ...['--key', `${who}.pem`, '--passphrase-file', 'passphrase'],
    )
  assert.match(signed('CVE-2026-1', 'ada').out, /signed with [A-Za-z0-9_-]{43}; its head is/)
  assert.equal(signed('CVE-2026-2', 'eve').code, 0)
  assert.match(soup(...decision('signed.jsonl', 'CVE-2026-3'), ...free).out, /not signed/)
  assert.equal(scan('signed.jsonl').counts.settled, 6, 'without the list all of them count, as the text says')
  const { counts, register } = scan('signed.jsonl', '--deciders', 'deciders.json')
  assert.deepEqual([counts.settled, register.signed, register.checked], [2, 4, true])
  assert.deepEqual(
    register.notBelieved.map(({ line, because }) => [line, because]),
    [
      [3, 'it is signed by a key that is not among the deciders'],
      [4, 'it is signed by a key that is not among the deciders'],
      [5, 'it is not signed'],
      [6, 'it is not signed'],
    ],
  )
  const given = ['--advisories', 'advisories.jsonl', '--decisions', 'signed.jsonl']
  const text = soup('scan', 'sbom.json', ...given, '--deciders', 'deciders.json').out
  assert.match(text, /4 of 6 lines count for nothing/)
  assert.match(text, /line 5, CVE-2026-3 of pkg:npm\/tool by ada: not believed, because it is not\s+signed/)
  assert.match(soup('scan', 'sbom.json', ...given).out, /2 of its\s+6 lines are not signed/)
})

test('a list of deciders that is none, a wrong passphrase and a key of another kind are refused with exit 2', () => {
  appendFileSync(at('bad.json'), '{"v":1,"deciders":[{"name":"ada","key":"short"}]}')
  const given = ['--advisories', 'advisories.jsonl', '--decisions', 'signed.jsonl', '--deciders', 'bad.json']
  const bad = soup('scan', 'sbom.json', ...given)
  assert.deepEqual([bad.code, /bad\.json#\/deciders\/0\/key/.test(bad.err)], [2, true], bad.err)
  writeFileSync(at('wrong'), 'another passphrase')
  const before = readFileSync(at('signed.jsonl'), 'utf8')
  const wrong = soup(
    ...decision('signed.jsonl', 'CVE-2026-4'),
    ...[...free, '--key', 'ada.pem', '--passphrase-file', 'wrong'],
  )
  assert.deepEqual([wrong.code, /the passphrase does not fit/.test(wrong.err)], [2, true], wrong.err)
  assert.equal(readFileSync(at('signed.jsonl'), 'utf8'), before)
})
