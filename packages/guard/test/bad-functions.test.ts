/** The table of misbehaviour in docs/specs/gate.md, row by row, with real programs in the real sandboxes. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { bubblewrap, has, howToInstall, python } from '../../../tools/system.ts'
import { type GateConfiguration, type GateEvent, manifestOf } from '../src/index.ts'
import { type BadFunction, badFunctions, neverStops } from './bad-functions.ts'
import { alive, open, ownFolder, pumpGate, setRate, until } from './running-gate.ts'

const missing = [bubblewrap, python].filter(({ command }) => !has(command))
if (missing.length > 0 && process.env['CI'] !== undefined) throw new Error(howToInstall(missing))
const skip = missing.length > 0 ? howToInstall(missing) : false

async function gateOf(t: TestContext, source: string): Promise<GateConfiguration> {
  const folder = ownFolder(t)
  const program = join(folder, 'bad.py')
  writeFileSync(program, source)
  const sha256 = (await manifestOf(folder, '', '')).files['bad.py'] ?? ''
  return pumpGate(t, program, { sha256 })
}

async function behave(t: TestContext, { program, reason, answer }: BadFunction): Promise<void> {
  const events: GateEvent[] = []
  const { link } = await open(t, await gateOf(t, program), events)
  if (answer !== undefined) {
    await alive(link)
    const found = await link.command(setRate(10))
    assert.equal(found.accepted ? 'accepted' : found.code, answer)
  }
  if (reason === undefined) {
    const { heartbeats } = await link.status()
    await until(async () => (await link.status()).heartbeats > heartbeats + 5)
    assert.deepEqual(
      events.filter(({ level }) => level === 'alarm'),
      [],
    )
    return
  }
  await until(() => events.some(({ event }) => event === 'function-safe-state'))
  const safe = events.find(({ event }) => event === 'function-safe-state')
  assert.deepEqual([safe?.level, safe?.detail['reason']], ['alarm', reason])
  await until(async () => (await link.status()).starts >= 2)
}

for (const each of badFunctions) test(`a function that ${each.does}`, { skip }, (t) => behave(t, each))

test('a function that goes wrong again and again stays in its safe state, and says so', {
  skip,
}, async (t) => {
  const events: GateEvent[] = []
  const { link } = await open(t, await gateOf(t, 'raise SystemExit(1)'), events)
  await until(async () => (await link.status()).staysSafe)
  assert.equal((await link.status()).starts, 5)
  const last = events.find(({ event }) => event === 'function-stays-safe')
  assert.deepEqual(
    [last?.level, last?.detail],
    ['alarm', { function: 'deliver-drug', reason: 'ended', starts: 5 }],
  )
  const refused = await link.command(setRate(10))
  assert.equal(refused.accepted ? '' : refused.code, 'GATE_FUNCTION_DOWN')
})

function processesOf(program: string): number[] {
  const { stdout } = spawnSync('pgrep', ['-f', `${program} 200$`], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0)
}

test('a function that never stops is gone once its gate was shut down', { skip }, async (t) => {
  const configuration = await gateOf(t, neverStops)
  const { link } = await open(t, configuration)
  await alive(link)
  assert.ok(processesOf(configuration.program).length > 0)
  await link.shutdown()
  await until(() => processesOf(configuration.program).length === 0)
})

test('a function that never stops is gone once its gate was killed', { skip }, async (t) => {
  const configuration = await gateOf(t, neverStops)
  const { link } = await open(t, configuration)
  await alive(link)
  const { stdout } = spawnSync('pgrep', ['-f', `gate/main.ts .*${configuration.socket}`], {
    encoding: 'utf8',
  })
  const gates = stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0)
  assert.ok(gates.length > 0)
  for (const pid of gates) process.kill(pid, 'SIGKILL')
  await until(() => processesOf(configuration.program).length === 0)
})

test('the specification has a row for each of them, with the same answer', () => {
  const spec = readFileSync(new URL('../../../docs/specs/gate.md', import.meta.url), 'utf8')
  const table = /## Misbehaviour\n([^#]*)/.exec(spec)?.[1] ?? ''
  const rows = [...table.matchAll(/^\| (?!it |-)(.*?) \| (.*?) \| (.*?) \|/gm)]
  const found = rows.map(([, does, safe, command]) => [does, safe, command])
  const wanted = badFunctions.map(({ does, reason, answer }) => [
    does,
    reason === undefined ? 'goes on' : `\`${reason}\``,
    answer === undefined ? '' : answer === 'accepted' ? 'accepted' : `\`${answer}\``,
  ])
  assert.deepEqual(found.slice(0, wanted.length), wanted)
})
