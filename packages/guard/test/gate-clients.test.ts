/** The C and the Python client of `examples/gate-clients`, in the gate's and the function's real sandboxes. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { bubblewrap, compiler, compilerHeaders, has, howToInstall, python } from '../../../tools/system.ts'
import { type GateEvent, manifestName, manifestOf } from '../src/index.ts'
import { alive, open, ownFolder, pumpGate, setRate, start, until } from './running-gate.ts'

const clients = fileURLToPath(new URL('../../../examples/gate-clients/', import.meta.url))
const missing = [bubblewrap, compiler, compilerHeaders, python].filter(({ command }) => !has(command))
if (missing.length > 0 && process.env['CI'] !== undefined) throw new Error(howToInstall(missing))
const skip = missing.length > 0 ? howToInstall(missing) : false

function compiled(context: TestContext): string {
  const program = join(ownFolder(context), 'pump')
  const args = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', '-o', program, join(clients, 'pump.c')]
  const { status, stderr } = spawnSync('gcc', args, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return program
}

function interpreted(context: TestContext): string {
  const folder = ownFolder(context)
  for (const name of ['gate.py', 'pump.py']) copyFileSync(join(clients, name), join(folder, name))
  return join(folder, 'pump.py')
}

for (const [language, build] of Object.entries({ C: compiled, Python: interpreted })) {
  test(`the ${language} client takes what the envelope lets through, beats and comes back`, {
    skip,
  }, async (t) => {
    const program = build(t)
    const events: GateEvent[] = []
    const manifest = await manifestOf(dirname(program), 'aurea-lvp', 'deliver-drug')
    writeFileSync(join(dirname(program), manifestName), JSON.stringify(manifest))
    const { link } = await open(t, pumpGate(t, program), events)
    await alive(link)
    assert.deepEqual(await link.command(setRate(120)), { accepted: true, state: 'stopped' })
    assert.deepEqual(await link.command(start), { accepted: true, state: 'running' })
    const refused = await link.command(setRate(5000))
    assert.equal(refused.accepted ? '' : refused.code, 'ENVELOPE_RANGE')
    const { heartbeats } = await link.status()
    await until(async () => (await link.status()).heartbeats > heartbeats + 10)
    const { mode, starts } = await link.status()
    assert.deepEqual({ mode, starts }, { mode: 'running', starts: 1 })
    assert.ok(!events.some(({ event }) => event === 'function-safe-state'), JSON.stringify(events))
  })
}
