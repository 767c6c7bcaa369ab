import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseDeviceFile } from '@pericard/model'

const program = `
import { Command } from ${JSON.stringify(import.meta.resolve('commander'))}
import { explainFailure } from ${JSON.stringify(new URL('../failure.ts', import.meta.url).href)}
import { registerInit } from ${JSON.stringify(new URL('./init.ts', import.meta.url).href)}
const pericard = new Command('pericard').exitOverride()
registerInit(pericard)
try {
  await pericard.parseAsync(process.argv.slice(1), { from: 'user' })
} catch (error) {
  if (error.code?.startsWith('commander.') !== true) console.error(explainFailure(error))
  process.exitCode = 2
}
`
const sample = new URL('../../../../conformance/exchange/bedside-hub.threagile.yaml', import.meta.url)
  .pathname

function run(cwd: string, ...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', program, '--', 'init', ...args],
    { encoding: 'utf8', cwd },
  )
  return { status, out: stdout, err: stderr }
}

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'pericard-init-'))
  context.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('init writes a file to start from, once', (context) => {
  const path = folder(context)
  assert.equal(run(path).status, 0)
  const text = readFileSync(join(path, 'device.yaml'), 'utf8')
  assert.ok(parseDeviceFile(text).ok)
  writeFileSync(join(path, 'device.yaml'), 'mine')
  const again = run(path)
  assert.equal(again.status, 2)
  assert.match(again.err, /device\.yaml exists already; .*--force/)
  assert.equal(readFileSync(join(path, 'device.yaml'), 'utf8'), 'mine')
  assert.equal(run(path, '--force').status, 0)
  assert.equal(readFileSync(join(path, 'device.yaml'), 'utf8'), text)
})

test('init --from converts, lists by reason what is not carried over, and overwrites nothing', (context) => {
  const path = folder(context)
  const { status, out, err } = run(path, '--from', 'threagile', sample, '--out', 'hub.yaml')
  assert.equal(status, 0, err)
  assert.ok(parseDeviceFile(readFileSync(join(path, 'hub.yaml'), 'utf8')).ok)
  assert.match(out, /^Wrote hub\.yaml\.\n\nNot carried over: \d+ statements, by reason\.\n/)
  assert.match(out, / {4}technical_assets\.\*\.machine: "physical" \(line \d+\), .* and 1 more\n/)
  assert.match(out, / {4}risk_tracking\.\*: "missing-vault@hub"/)
  assert.equal(run(path, '--from', 'threagile', sample, '--out', 'hub.yaml').status, 2)
  const json = run(path, '--from', 'threagile', sample, '--out', 'hub.yaml', '--force', '--json')
  const listed = JSON.parse(json.out) as { notCarried: { where: string }[] }
  assert.ok(listed.notCarried.some(({ where }) => where === 'trust_boundaries.Spare network.id'))
})

test('init --from exits 2 with the position on a broken source, a missing one and an unknown format', (context) => {
  const path = folder(context)
  writeFileSync(join(path, 'broken.json'), '{\n  "otmVersion": "9"\n}\n')
  const broken = run(path, '--from', 'otm', 'broken.json')
  assert.equal(broken.status, 2)
  assert.match(broken.err, /^broken\.json:1:1: .*"project"/m)
  assert.match(broken.err, /^broken\.json:2:17: Wanted the version/m)
  assert.match(run(path, '--from', 'otm').err, /name the file to convert/)
  assert.match(run(path, '--from', 'otm', 'nowhere.json').err, /there is no such file/)
  assert.match(
    run(path, '--from', 'word', 'x').err,
    /Allowed choices are threagile, threat-dragon, otm, cyclonedx/,
  )
  assert.equal(run(path, '--from', 'word', 'x').status, 2)
})
