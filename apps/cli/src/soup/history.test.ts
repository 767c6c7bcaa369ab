import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = new URL('../../bin/pericard.js', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'pericard-history-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)
const example = fileURLToPath(new URL('../../../../examples/infusion-pump/', import.meta.url))
cpSync(join(example, 'device.yaml'), at('device.yaml'))
cpSync(join(example, 'sbom.cdx.json'), at('sbom.cdx.json'))
writeFileSync(at('passphrase'), 'a passphrase of the test\n')

function soup(...given: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'soup', ...given], {
    ...{ encoding: 'utf8', cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  })
  return { code: status, out: stdout, err: stderr }
}

interface Found {
  readonly component: string
  readonly version: string
  readonly vulnerability: string
  readonly purl: string
}
const parsed = (text: string): { releases: { findings: Found[] }[]; decisions: { by: string }[] } =>
  JSON.parse(text) as ReturnType<typeof parsed>

const sbom = JSON.parse(readFileSync(at('sbom.cdx.json'), 'utf8')) as {
  components: { name: string; purl?: string }[]
}
const npm = sbom.components.find(({ purl }) => purl?.startsWith('pkg:npm/') === true)
const [, name = '', version = ''] = /^pkg:npm\/([^@]+)@(.+)$/.exec(npm?.purl ?? '') ?? []
const advise = (...ids: string[]): void =>
  writeFileSync(
    at('advisories.jsonl'),
    ids
      .map((id) => {
        const affected = [
          { package: { ecosystem: 'npm', name: decodeURIComponent(name) }, versions: [version] },
        ]
        return `${JSON.stringify({ id, modified: '2026-01-01T00:00:00Z', affected })}\n`
      })
      .join(''),
  )
const record = (...more: string[]): ReturnType<typeof soup> =>
  soup(
    ...'record --history history --device device.yaml --advisories advisories.jsonl --trust trust.json'.split(
      ' ',
    ),
    ...'--decisions decisions.jsonl --key key.pem --passphrase-file passphrase'.split(' '),
    ...more,
  )
const asOf = (when: string, ...more: string[]): ReturnType<typeof soup> =>
  soup('as-of', when, ...'--history history --device device.yaml --trust trust.json'.split(' '), ...more)
const scan = (): Found[] => {
  const { out, err } = soup(
    ...'scan sbom.cdx.json --advisories advisories.jsonl --device device.yaml --decisions decisions.jsonl --json'.split(
      ' ',
    ),
  )
  assert.notEqual(out, '', err)
  return (JSON.parse(out) as { findings: Found[] }).findings
}

// A component that the device file has an item for hangs on that, any other on nothing.
const device = readFileSync(at('device.yaml'), 'utf8')
const free = device.includes(`pkg:npm/${name}`) ? [] : ['--without-facts', 'build tool only']

test('as-of answers what a scan answered at that time: before and after an advisory, and after a decision', () => {
  const made = soup(
    ...'snapshot key --out key.pem --trust trust.json --passphrase-file passphrase'.split(' '),
  )
  assert.equal(made.code, 0, made.err)
  writeFileSync(at('decisions.jsonl'), '')
  const moments: { when: string; findings: Found[] }[] = []
  const moment = (): void => {
    const recorded = record()
    assert.equal(recorded.code, 0, recorded.err)
    moments.push({ when: new Date().toISOString(), findings: scan() })
  }
  advise('CVE-2026-1111')
  moment()
  advise('CVE-2026-1111', 'CVE-2026-2222')
  moment()
  const decided = soup(
    ...'decide sbom.cdx.json --advisories advisories.jsonl --device device.yaml --decisions decisions.jsonl'.split(
      ' ',
    ),
    ...'--vulnerability CVE-2026-1111 --status not_affected --justification vulnerable_code_not_in_execute_path'.split(
      ' ',
    ),
    ...['--component', `pkg:npm/${name}`, '--because', 'never called', '--by', 'ada', ...free],
  )
  assert.equal(decided.code, 0, decided.err)
  moment()
  advise('CVE-2026-2222')
  moment()
  assert.deepEqual(
    moments.map(({ findings }) => findings.length),
    [1, 2, 1, 1],
  )
  for (const { when, findings } of moments) {
    const then = asOf(when, '--json')
    assert.equal(then.code, 1, then.err)
    assert.deepEqual(
      parsed(then.out).releases.map((release) => release.findings),
      [findings],
    )
  }
  const [first, , third] = moments
  assert.deepEqual(parsed(asOf(first?.when ?? '', '--json').out).decisions, [])
  assert.match(
    asOf(third?.when ?? '').out,
    /ada: CVE-2026-1111 of pkg:npm\/.* is not_affected:\s+vulnerable_code_not_in_execute_path: never called/,
  )
})

test('with a list of deciders an unsigned decision of that day counts for nothing, and is named', () => {
  const now = new Date().toISOString()
  soup(...'decider eve --deciders deciders.json --out eve.pem --passphrase-file passphrase'.split(' '))
  const strict = asOf(now, '--deciders', 'deciders.json', '--json')
  const { decisions } = parsed(strict.out)
  assert.deepEqual([strict.code, decisions], [1, []], strict.err)
  assert.equal(parsed(asOf(now, '--json').out).decisions.length, 1)
  assert.match(
    asOf(now, '--deciders', 'deciders.json').out,
    /by ada: not believed, because it\s+is\s+not\s+signed/,
  )
})

test('decisions of others are recorded: they settle on the days on which they were taken in, and no longer once taken out', () => {
  const statement = {
    ...{ vulnerability: { name: 'CVE-2026-2222' }, products: [`pkg:npm/${name}@${version}`] },
    ...{ status: 'not_affected', justification: 'component_not_present' },
  }
  const vex = { '@context': 'https://openvex.dev/ns/v0.2.0', author: 'A', timestamp: '2026-01-01T00:00:00Z' }
  writeFileSync(at('vex.json'), JSON.stringify({ ...vex, statements: [statement] }))
  const days = [[], ['--vex', 'vex.json'], []].map((more) => {
    const { code, out, err } = record(...more)
    assert.equal(code, 0, err)
    return { out, when: new Date().toISOString() }
  })
  assert.deepEqual(
    days.map(({ when }) => parsed(asOf(when, '--json').out).releases[0]?.findings.length),
    [1, 0, 1],
  )
  assert.deepEqual(
    days.map(({ out }) => /vex: (\d) files/.exec(out)?.[1]),
    [undefined, '1', '0'],
  )
  writeFileSync(at('bad.json'), '{}')
  assert.equal(record('--vex', 'bad.json').code, 2, 'what cannot be read is not recorded')
})

test('a time before anything was known, a cut end and an edited line are refused with exit 2', () => {
  const early = asOf('2020-01-01')
  assert.deepEqual([early.code, /Nothing was recorded about this device by then/.test(early.err)], [2, true])
  const report = JSON.parse(asOf(new Date().toISOString().slice(0, 10), '--json').out) as {
    head: { lines: number; last: string }
  }
  const kept = `${report.head.lines}:${report.head.last}`
  const today = new Date().toISOString().slice(0, 10)
  assert.equal(asOf(today, '--kept-head', kept).code, 1)
  const log = readFileSync(at('history/log.jsonl'))
  truncateSync(at('history/log.jsonl'), log.length - 3000)
  const cut = asOf(today, '--kept-head', kept)
  assert.deepEqual([cut.code, /HISTORY_TRUNCATED/.test(cut.err)], [2, true])
  writeFileSync(at('history/log.jsonl'), log.toString().replace('"kind":"decisions"', '"kind":"decision"'))
  const edited = asOf(today)
  assert.deepEqual([edited.code, /HISTORY_FORMAT/.test(edited.err)], [2, true], edited.err)
})
