import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { layerStates } from '@pericard/guard'
import { folder } from '../../test/run.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const pump = fileURLToPath(new URL('../../../../examples/infusion-pump/', import.meta.url))
const lacks = layerStates().filter(({ there, required }) => required && !there)
const skip = lacks.length > 0 ? `this machine lacks ${lacks.map(({ layer }) => layer).join(', ')}` : false

function copyOfPump(t: TestContext): string {
  const base = folder(t)
  for (const name of ['device.yaml', 'function', 'fallback'])
    cpSync(join(pump, name), join(base, name), { recursive: true })
  return join(base, 'device.yaml')
}

function gate(file: string, lines: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [main, 'gate', file, '--function', 'deliver-drug'],
    { input: lines.join('\n'), encoding: 'utf8', timeout: 60_000 },
  )
  return { status, out: stdout, err: stderr }
}

test('pericard gate runs the function and gives it what comes on standard input', { skip }, (t) => {
  const { status, out, err } = gate(copyOfPump(t), [
    'set-rate ml_per_h=20 as nurse confirmed',
    'start as nurse confirmed',
    'set-rate ml_per_h=5000 as nurse confirmed',
    'set-rate ml_per_h=much as nurse confirmed',
    'bolus ml=2 as nurse',
    'status',
  ])
  assert.match(out, /^info: function-running starts=1 runs=program$/m)
  assert.match(out, /^start: accepted, the function is running$/m)
  assert.equal([...out.matchAll(/^set-rate: refused, .* \(ENVELOPE_RANGE\)$/gm)].length, 2, out)
  assert.match(out, /^bolus: refused, .* \(ENVELOPE_CONFIRMATION\)$/m)
  assert.match(out, /"mode":"running","alive":true/)
  assert.equal(status, 1, err)
})

test('pericard gate says that an altered function does not come up', { skip }, (t) => {
  const file = copyOfPump(t)
  for (const name of ['function/pump-function.ts', 'fallback/keep-open.ts'])
    appendFileSync(join(file, '..', name), '\n')
  const { status, out, err } = gate(file, ['start as nurse confirmed'])
  assert.equal(status, 1)
  assert.match(out, /^alarm: function-stays-safe reason=altered starts=0$/m)
  assert.match(err, /did not come up/)
})

test('pericard gate runs the fallback of an altered function, and says so', { skip }, (t) => {
  const file = copyOfPump(t)
  appendFileSync(join(file, '../function/pump-function.ts'), '\n')
  const { status, out, err } = gate(file, ['start as nurse confirmed', 'bolus ml=2 as nurse confirmed'])
  assert.equal(status, 1, err)
  assert.match(out, /^alarm: function-falls-back reason=altered$/m)
  assert.match(out, /^info: function-running starts=1 runs=fallback$/m)
  assert.match(out, /^bolus: refused, .* \(GATE_FALLBACK\)$/m)
})
