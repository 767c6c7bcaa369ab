/**
 * `npm start`: a fleet server with its console and a guarded infusion pump beside it, all real processes. The pump enrols, seals,
 * sends, is commanded and attacked; its proven depth appears in the console. Ctrl-C stops everything, the next start goes on.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { DeviceView } from '@pericard/protocol'
import { Kept, runVerb } from './start/child.ts'
import { Operator } from './start/operator.ts'
import { State } from './start/state.ts'
import { PumpTpm } from './start/tpm.ts'
import { bubblewrap, ensure, howToInstall, swtpm } from './system.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const pump = join(root, 'examples/infusion-pump')
const deviceFile = join(pump, 'device.yaml')
/** The whole of it, from the first process to the proven depth, has this long, in milliseconds. */
const patience = 60_000

const { values: flags } = parseArgs({
  options: {
    state: { type: 'string', default: '.pericard' },
    'console-port': { type: 'string', default: '8443' },
    'device-port': { type: 'string', default: '8444' },
    'enrol-port': { type: 'string', default: '8445' },
    once: { type: 'boolean', default: false },
  },
})
const state = new State(resolve(flags.state))
const stopping = new AbortController()
const kept: { stop(): Promise<void> }[] = []
const say = (who: string, line: string): void => console.log(`${who.padEnd(10)} ${line}`)

interface FleetReady {
  readonly consoleUrl: string
  readonly deviceUrl: string
  readonly enrolUrl: string
  readonly fleetRoot: string
}

async function stopAll(code: number): Promise<never> {
  if (!stopping.signal.aborted) {
    stopping.abort()
    for (const process of kept.toReversed()) await process.stop()
  }
  process.exit(code)
}

function giveUp(name: string): (code: number) => void {
  return () => {
    say(name, 'cannot go on (see above); stopping everything')
    void stopAll(2)
  }
}

/** Waits for `probe` to give something, asking again until `patience` has run out. */
async function until<T>(what: string, probe: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    const found = await probe()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`Waited ${patience / 1000} s for this in vain: ${what}`)
    await new Promise((wake) => setTimeout(wake, 200))
  }
}

/** Starts the fleet server and returns its addresses and a way to mint one-time links. */
async function startFleet(): Promise<{ ready: FleetReady; link: () => Promise<string> }> {
  let ready: FleetReady | undefined
  const links: string[] = []
  const fleet = new Kept({
    name: 'fleet',
    args: () => [
      'fleet',
      ...['--data', state.fleetData],
      ...['--console-port', flags['console-port']],
      ...['--device-port', flags['device-port']],
      ...['--enrol-port', flags['enrol-port']],
    ],
    onLine: (line) => say('fleet', line),
    onMessage: (message) => {
      const { ready: addresses, link } = message as { ready?: FleetReady; link?: string }
      if (addresses) ready = addresses
      if (link !== undefined) links.push(link)
    },
    onGivenUp: giveUp('fleet'),
  })
  kept.push(fleet)
  const addresses = await until('the fleet server', () => ready)
  writeFileSync(state.fleetRoot, addresses.fleetRoot)
  const link = async (): Promise<string> => {
    fleet.send({ want: 'sign-in-link' })
    return until('a sign-in link', () => links.shift())
  }
  return { ready: addresses, link }
}

/** Registers the pump once; on later starts it finds what the first one left. */
async function registerPump(operator: Operator): Promise<{ id: string; serial: string }> {
  const known = state.registration
  if (known !== undefined) return known
  const serial = 'P-0001'
  const sboms = Object.fromEntries(
    readdirSync(pump)
      .filter((name) => name.endsWith('.cdx.json'))
      .map((name) => [name, readFileSync(join(pump, name), 'utf8')]),
  )
  const response = await operator.register({
    deviceFile: readFileSync(deviceFile, 'utf8'),
    includes: {},
    sboms,
    serial,
  })
  state.keepRegistration({ id: response.id, serial }, response.oneTimeCode)
  say('fleet', `registered ${response.id}; its one-time code is with the pump`)
  return { id: response.id, serial }
}

function startPump(ready: FleetReady, serial: string): void {
  const args = (): string[] => [
    ...['guard', deviceFile, '--data', state.pumpData, '--serial', serial],
    ...['--device-url', ready.deviceUrl, '--enrol-url', ready.enrolUrl, '--fleet-root', state.fleetRoot],
    ...['--tpm', state.tpmSocket],
    ...(existsSync(state.codeFile) ? ['--code-file', state.codeFile] : []),
  ]
  // Refused commands and sent batches come by the hundred; the console shows them.
  const onLine = (line: string): void => {
    if (!/command-refused|: sent \(/.test(line)) say('pump', line)
  }
  kept.push(new Kept({ name: 'pump', args, onLine, onGivenUp: giveUp('pump') }))
  const simulator = join(pump, 'simulator/main.ts')
  kept.push(
    new Kept({
      name: 'ward',
      args: () => [simulator, '--run', join(state.pumpData, 'run')],
      onLine: (line) => say('ward', line),
      onGivenUp: giveUp('ward'),
    }),
  )
}

/** Attacks the pump and its server, and hands the evidence to the fleet. */
async function prove(ready: FleetReady, operator: Operator, id: string): Promise<void> {
  const args = [
    ...['prove', deviceFile, '--device', id, '--data', state.pumpData, '--fleet-root', state.fleetRoot],
    ...['--device-url', ready.deviceUrl, '--enrol-url', ready.enrolUrl, '--console-url', ready.consoleUrl],
    ...['--evidence', state.evidenceFile, '--key', state.proverKey],
    ...['--tpm', state.tpmSocket],
  ]
  const { code } = await runVerb(args, (line) => say('prove', line), stopping.signal)
  if (code === 2) throw new Error('The probes could not run')
  const text = readFileSync(state.evidenceFile, 'utf8')
  const publicKey = readFileSync(`${state.proverKey}.pub`, 'utf8')
  await operator.evidence(id, { publicKey, text })
}

/** Gives the fleet the advisories that lie with the examples, so that SOUP is watched from the first minute. */
async function feedAdvisories(operator: Operator): Promise<void> {
  const folder = join(root, 'examples/advisories')
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith('.osv.json'))
    .map((name) => JSON.stringify(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
  await operator.advisories(`${lines.join('\n')}\n`)
}

/** The depth of each goal of PHI and functions at the three levels. */
function showDepths({ summary, analyses }: DeviceView): void {
  const shown = (depth: number | undefined): string =>
    (depth === 4 ? '>3' : String(depth ?? '?')).padStart(10)
  console.log(
    `\nDefence depth of ${summary.id}  ${['declared', 'enforced', 'proven'].map((level) => level.padStart(10)).join('')}`,
  )
  for (const { asset, goal, kind, depth } of analyses.declared.goals) {
    if (kind !== 'phi' && kind !== 'function') continue
    const at = (level: 'enforced' | 'proven'): number | undefined =>
      analyses[level].goals.find((other) => other.asset === asset && other.goal === goal)?.depth
    console.log(
      `  ${`${asset} ${goal}`.padEnd(40)}${shown(depth)}${shown(at('enforced'))}${shown(at('proven'))}`,
    )
  }
  console.log(
    '0 is open, 1 a single point of failure. Proven counts only controls that a probe attacked in vain.\n',
  )
}

function buildConsole(): void {
  if (existsSync(join(root, 'apps/console/dist/index.html'))) return
  say('console', 'building (once) …')
  const { status } = spawnSync('npm', ['run', '--silent', 'build', '-w', 'apps/console'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('The console could not be built')
}

async function main(): Promise<void> {
  const missing = ensure([bubblewrap, swtpm])
  if (missing.length > 0) {
    console.error(howToInstall(missing))
    process.exit(2)
  }
  buildConsole()
  const { ready, link } = await startFleet()
  const operator = await Operator.signIn(await link(), ready.fleetRoot)
  await feedAdvisories(operator)
  const { id, serial } = await registerPump(operator)
  const before = (await operator.device(id)).observations
  kept.push(await PumpTpm.start(state.tpmState, state.tpmSocket))
  startPump(ready, serial)
  await until('new observations at the fleet', async () => {
    const view = await operator.device(id)
    return view.observations > before ? view : undefined
  })
  state.forgetCode()
  say('pump', 'enrolled, unlocked, and its first observations are durable at the fleet')
  await prove(ready, operator, id)
  showDepths(await operator.device(id))
  console.log(`Console (one-time link, 15 minutes):\n  ${await link()}\n`)
  console.log(
    `Its certificate comes from the fleet's own root, ${state.fleetRoot}; your browser will ask. Ctrl-C stops everything.\n`,
  )
  if (flags.once) await stopAll(0)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    console.log('\nStopping: pump first, then the fleet …')
    void stopAll(0)
  })
}
try {
  await main()
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(`npm start: ${error instanceof Error ? error.message : 'failed'}`)
    await stopAll(1)
  }
}
