import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = new URL('../main.ts', import.meta.url).pathname
const recorder = new URL('../../../../examples/emg-recorder/device.yaml', import.meta.url).pathname

function run(cwd: string, ...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', cwd })
  return { status, out: stdout, err: stderr }
}

function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'pericard-export-'))
  context.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('export writes an Open Threat Model that init reads again', (context) => {
  const path = folder(context)
  const { status, out, err } = run(path, 'export', recorder, '--format', 'otm')
  assert.equal(status, 0, err)
  const otm = JSON.parse(out) as { otmVersion: string; threats: unknown[]; components: { id: string }[] }
  assert.equal(otm.otmVersion, '0.2.0')
  assert.ok(otm.threats.length > 0)
  writeFileSync(join(path, 'r.otm.json'), out)
  assert.equal(run(path, 'init', '--from', 'otm', 'r.otm.json').status, 0)
  const text = readFileSync(join(path, 'device.yaml'), 'utf8')
  for (const { id } of otm.components) assert.match(text, new RegExp(`^  - id: ${id}$`, 'm'))
})

test('export writes the whole analysis with its format, at the level that is asked for', (context) => {
  const { status, out } = run(folder(context), 'export', recorder, '--format', 'json', '--level', 'enforced')
  assert.equal(status, 0)
  const { format, device, level } = JSON.parse(out) as Record<string, unknown>
  assert.deepEqual(
    { format, device, level },
    { format: 'urn:pericard:analysis:1', device: 'myolab-portable', level: 'enforced' },
  )
})

test('export overwrites nothing unasked, and exits 2 on a broken file and without a format', (context) => {
  const path = folder(context)
  writeFileSync(join(path, 'mine.json'), 'mine')
  const there = run(path, 'export', recorder, '--format', 'otm', '--out', 'mine.json')
  assert.equal(there.status, 2)
  assert.match(there.err, /mine\.json exists already/)
  assert.equal(readFileSync(join(path, 'mine.json'), 'utf8'), 'mine')
  assert.equal(run(path, 'export', recorder, '--format', 'otm', '--out', 'mine.json', '--force').status, 0)
  writeFileSync(join(path, 'broken.yaml'), 'pericard: 2\n')
  const broken = run(path, 'export', 'broken.yaml', '--format', 'otm')
  assert.equal(broken.status, 2)
  assert.match(broken.err, /^broken\.yaml:1:11: /m)
  assert.equal(run(path, 'export', recorder).status, 2)
})
