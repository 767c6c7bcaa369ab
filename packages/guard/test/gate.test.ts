import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  bwrapArguments,
  findBwrap,
  type GateConfiguration,
  type GateEvent,
  gateProfile,
  readImage,
} from '../src/index.ts'
import { functionProfile } from '../src/gate/function-program.ts'
import { alive, open, ownFolder, pumpGate, setRate, start, until } from './running-gate.ts'

const pump = fileURLToPath(new URL('../../../examples/infusion-pump/', import.meta.url))

function configure(context: TestContext): GateConfiguration {
  const folder = ownFolder(context)
  for (const file of ['pump-function.ts', 'manifest.json']) {
    copyFileSync(join(pump, 'function', file), join(folder, file))
  }
  return pumpGate(context, join(folder, 'pump-function.ts'))
}

test('a command inside the envelope reaches the function, one outside is refused and logged', async (context) => {
  const events: GateEvent[] = []
  const configuration = configure(context)
  const { link } = await open(context, configuration, events)
  await alive(link)
  assert.equal(statSync(configuration.socket).mode & 0o777, 0o600)
  assert.deepEqual(await link.command(setRate(120)), { accepted: true, state: 'stopped' })
  assert.deepEqual(await link.command(start), { accepted: true, state: 'running' })
  const refused = await link.command({ ...setRate(5000), role: 'nurse' })
  assert.equal(refused.accepted ? '' : refused.code, 'ENVELOPE_RANGE')
  await link.command({ ...start, command: 'Jane Doe' })
  await until(() => events.filter(({ event }) => event === 'command-refused').length === 2)
  assert.ok(!JSON.stringify(events).includes('Jane'))
  assert.equal((await link.status()).mode, 'running')
})

test('the function goes on when its supervisor is killed, and the next supervisor takes it over', async (context) => {
  const configuration = configure(context)
  const source = `
    import { openGate } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
    const { link } = await openGate(${JSON.stringify(configuration)}, () => undefined)
    while (!(await link.status()).alive) await new Promise((done) => setTimeout(done, 20))
    await link.command(${JSON.stringify(setRate(120))})
    await link.command(${JSON.stringify(start)})
    console.log('started')
    setInterval(() => undefined, 1000)`
  const supervisor = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(supervisor.stdout, 'data')
  supervisor.kill('SIGKILL')
  await once(supervisor, 'exit')
  const { link, adopted } = await open(context, configuration)
  assert.equal(adopted, true)
  const before = await link.status()
  assert.deepEqual({ mode: before.mode, starts: before.starts }, { mode: 'running', starts: 1 })
  await until(async () => (await link.status()).heartbeats > before.heartbeats + 3)
  assert.equal((await link.status()).functionPid, before.functionPid)
})

test('a gate of another device file is replaced, not taken over', async (context) => {
  const configuration = configure(context)
  const first = await open(context, configuration)
  await alive(first.link)
  const second = await open(context, { ...configuration, deviceFile: 'two' })
  assert.equal(second.adopted, false)
  await alive(second.link)
  assert.equal((await second.link.status()).mode, 'stopped')
})

test('the manifest of the pump names the program that is checked in', async () => {
  const program = join(pump, 'function', 'pump-function.ts')
  const files = await readImage({ program, device: 'aurea-lvp', function: 'deliver-drug' })
  assert.deepEqual(
    files.map(({ path }) => path),
    [program],
  )
})

test('from inside the sandboxes of gate and function there is no network, no store and nothing to write', (context) => {
  const configuration = configure(context)
  const attack = `
    const { networkInterfaces } = await import('node:os')
    const fs = await import('node:fs')
    const tried = (act) => { try { act(); return 'done' } catch { return 'refused' } }
    console.log(JSON.stringify({
      networks: Object.values(networkInterfaces()).flat().filter((network) => !network.internal).length,
      passwd: tried(() => fs.readFileSync('/etc/passwd')),
      shell: fs.existsSync('/bin/sh') || fs.existsSync('/usr/bin/sh'),
      program: tried(() => fs.appendFileSync(${JSON.stringify(configuration.program)}, 'x')),
      root: tried(() => fs.writeFileSync('/x', 'x')),
      environment: Object.keys(process.env).filter((name) => name !== 'PWD'),
    }))`
  for (const profile of [gateProfile(configuration), functionProfile(configuration.program)]) {
    const command = [process.execPath, '--input-type=module', '-e', attack]
    const { stdout, stderr } = spawnSync(findBwrap(), bwrapArguments(profile, command), { encoding: 'utf8' })
    assert.deepEqual(JSON.parse(stdout || JSON.stringify(stderr)), {
      networks: 0,
      passwd: 'refused',
      shell: false,
      program: 'refused',
      root: 'refused',
      environment: [],
    })
  }
})

test('a machine without bubblewrap is refused with what to install', () => {
  assert.throws(() => findBwrap(['/nowhere/bwrap']), {
    code: 'GUARD_BWRAP_MISSING',
    message: /apt-get install bubblewrap/,
  })
})

test('a function that is killed goes to its safe state, is logged and comes back', async (context) => {
  const events: GateEvent[] = []
  const configuration = configure(context)
  const { link } = await open(context, configuration, events)
  await alive(link)
  await link.command(setRate(120))
  await link.command(start)
  // Pids inside the gate's namespace mean nothing here; the kernel lists its descendants by command line.
  const found = spawnSync('pgrep', ['-f', `${configuration.program} 200$`], { encoding: 'utf8' })
  const pids = found.stdout
    .trim()
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0)
  assert.ok(pids.length > 0)
  for (const pid of pids) process.kill(pid, 'SIGKILL')
  await until(async () => (await link.status()).starts >= 2 && (await link.status()).alive)
  assert.equal((await link.status()).mode, 'stopped')
  assert.ok(events.some(({ event }) => event === 'function-safe-state'))
})
