/** A simple program takes over when the complex one goes wrong, with real programs in the real sandboxes. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { Command, FallbackProgram, FunctionProgram } from '@pericard/model'
import { bubblewrap, has, howToInstall, python } from '../../../tools/system.ts'
import {
  fallbackName,
  type GateConfiguration,
  type GateEvent,
  type GateLink,
  manifestName,
  manifestOf,
  signatureName,
  signManifest,
  verifyImage,
} from '../src/index.ts'
import { prelude } from './bad-functions.ts'
import { alive, open, ownFolder, pumpGate, setRate, start, until } from './running-gate.ts'

const missing = [bubblewrap, python].filter(({ command }) => !has(command))
if (missing.length > 0 && process.env['CI'] !== undefined) throw new Error(howToInstall(missing))
const skip = missing.length > 0 ? howToInstall(missing) : false

/** Says in its heartbeat what it was told; the tests read it there. */
const simple = `${prelude}
told = {}
def obey(order):
    told.update(order["parameters"], last=order.get("state") or order["command"])
    answer(order["id"])
serve_orders(obey)
`
/** Goes wrong at the order that comes after `start`. */
const fails = (how: string): string => `${prelude}
def obey(order):
    answer(order["id"])
    if order["command"] == "start": ${how}
serve_orders(obey)
`
const corrected: Command = {
  id: 'correct-rate',
  ...{ roles: ['flow-controller'], states: ['running'], confirm: 'none' },
  parameters: { ml_per_h: { unit: 'mL/h', min: 0.1, max: 25, stepPerMinute: 2 } },
}
const stop = { command: 'stop', parameters: {}, role: 'nurse', confirmed: true }

async function lay(t: TestContext, name: string, source: string): Promise<string> {
  const folder = ownFolder(t)
  writeFileSync(join(folder, name), source)
  writeFileSync(join(folder, manifestName), JSON.stringify(await manifestOf(folder, '', '')))
  return join(folder, name)
}

async function configure(
  t: TestContext,
  source: string,
  {
    fallback = simple,
    declared = {},
    program = {},
  }: { fallback?: string; declared?: Partial<FallbackProgram>; program?: Partial<FunctionProgram> } = {},
): Promise<GateConfiguration> {
  const one = pumpGate(t, await lay(t, 'complex.py', source), program)
  const path = await lay(t, 'simple.py', fallback)
  return {
    ...one,
    fallback: path,
    function: {
      ...one.function,
      commands: [...one.function.commands, corrected],
      fallback: { path, heartbeatMs: 200, parameters: { ml_per_h: 5 }, ...declared },
    },
  }
}

/** An infusion that was just started. */
async function infuse(link: GateLink, rate: number): Promise<void> {
  await alive(link)
  assert.deepEqual(await link.command(setRate(rate)), { accepted: true, state: 'stopped' })
  // Its answer may come with what goes wrong right after it.
  assert.equal((await link.command(start)).accepted, true)
}

const named = (events: readonly GateEvent[], name: string): GateEvent['detail'][] =>
  events.filter(({ event }) => event === name).map(({ detail }) => detail)

async function tookOver(events: readonly GateEvent[]): Promise<GateEvent['detail']> {
  await until(() => named(events, 'fallback-took-over').length > 0)
  return named(events, 'fallback-took-over')[0] ?? {}
}

for (const [what, how, reason] of [
  ['ends', 'os._exit(1)', 'ended'],
  ['hangs', 'time.sleep(1000)', 'missed-heartbeat'],
  ['answers what nobody asked', 'answer(99)', 'protocol'],
  ['asks for more than the envelope has', 'ask(order["id"], "correct-rate", ml_per_h=900)', 'asked-outside'],
  ['asks for a command of people', 'ask(order["id"], "bolus", ml=1)', 'asked-outside'],
  ['asks for a command that there is not', 'ask(order["id"], "purge")', 'asked-outside'],
] as const) {
  test(`an infusion goes on at the declared rate when its program ${what}`, { skip }, async (t) => {
    const events: GateEvent[] = []
    const program = { role: 'flow-controller' }
    const { link } = await open(t, await configure(t, fails(how), { program }), events)
    await infuse(link, 20)
    assert.deepEqual(await tookOver(events), { function: 'deliver-drug', mode: 'running', ml_per_h: 5 })
    assert.deepEqual(named(events, 'function-falls-back'), [{ function: 'deliver-drug', reason }])
    const { mode, runs, starts } = await link.status()
    assert.deepEqual({ mode, runs, starts }, { mode: 'running', runs: 'fallback', starts: 2 })
    assert.deepEqual(await link.command(stop), { accepted: true, state: 'stopped' })
    assert.equal((await link.status()).runs, 'fallback')
  })
}

test('a rate below the declared one stays as it was', { skip }, async (t) => {
  const events: GateEvent[] = []
  const { link } = await open(t, await configure(t, fails('os._exit(1)')), events)
  await infuse(link, 2)
  assert.equal((await tookOver(events))['ml_per_h'], 2)
})

test('what the program asks for within the envelope it is given, and the envelope counts it', {
  skip,
}, async (t) => {
  const asks = fails('ask(order["id"], "correct-rate", ml_per_h=21)')
  const events: GateEvent[] = []
  const program = { role: 'flow-controller' }
  const { link } = await open(t, await configure(t, asks, { program }), events)
  await infuse(link, 20)
  await until(() => named(events, 'command-accepted').some(({ command }) => command === 'correct-rate'))
  // From 20 it may not go beyond 22, wherever it stands by now.
  const refused = await link.command({ ...setRate(22.5), command: 'correct-rate', role: 'flow-controller' })
  assert.equal(refused.accepted ? '' : refused.code, 'ENVELOPE_RAMP')
  assert.equal((await link.status()).runs, 'program')
})

test('without a role of its own a program that asks for anything goes wrong', { skip }, async (t) => {
  const events: GateEvent[] = []
  const asks = fails('ask(order["id"], "correct-rate", ml_per_h=20.5)')
  const { link } = await open(t, await configure(t, asks), events)
  await infuse(link, 20)
  await tookOver(events)
  assert.equal(named(events, 'function-falls-back')[0]?.['reason'], 'asked-outside')
})

test('what was asked for before an order came is not heeded', { skip }, async (t) => {
  const events: GateEvent[] = []
  const program = { role: 'flow-controller' }
  const asks = fails('ask(order["id"] - 1, "bolus", ml=1)')
  const { link } = await open(t, await configure(t, asks, { program }), events)
  await infuse(link, 20)
  const { heartbeats } = await link.status()
  await until(async () => (await link.status()).heartbeats > heartbeats + 5)
  const { mode, runs, starts } = await link.status()
  assert.deepEqual({ mode, runs, starts }, { mode: 'running', runs: 'program', starts: 1 })
})

test('a program that is altered while it runs gives way', { skip }, async (t) => {
  const events: GateEvent[] = []
  const configuration = await configure(t, simple, { program: { verifyEvery: 100 } })
  const { link } = await open(t, configuration, events)
  await infuse(link, 20)
  appendFileSync(configuration.program, '\n')
  await tookOver(events)
  assert.equal(named(events, 'function-falls-back')[0]?.['reason'], 'altered')
  assert.equal((await link.status()).staysSafe, false)
})

test('a program that fails while nothing is under way is started again, and gives way at the fifth time without anything to go on with', {
  skip,
}, async (t) => {
  const events: GateEvent[] = []
  const { link } = await open(t, await configure(t, 'raise SystemExit(1)'), events)
  await until(async () => (await link.status()).runs === 'fallback' && (await link.status()).alive)
  const { mode, starts, staysSafe } = await link.status()
  assert.deepEqual({ mode, starts, staysSafe }, { mode: 'stopped', starts: 6, staysSafe: false })
  await infuse(link, 20)
  assert.deepEqual(named(events, 'fallback-took-over'), [])
})

test('a command that is given before the fallback is there keeps it in its safe state', {
  skip,
}, async (t) => {
  const events: GateEvent[] = []
  const late = `import time\ntime.sleep(1)\n${simple}`
  const { link } = await open(t, await configure(t, fails('os._exit(1)'), { fallback: late }), events)
  await infuse(link, 20)
  await until(async () => (await link.status()).runs === 'fallback')
  const refused = await link.command(stop)
  assert.equal(refused.accepted ? '' : refused.code, 'GATE_FUNCTION_DOWN')
  await alive(link)
  await link.command(setRate(20))
  assert.equal((await link.status()).mode, 'stopped')
  assert.deepEqual(named(events, 'fallback-took-over'), [])
})

for (const [what, source] of [
  ['ends', fails('os._exit(1)').replace('order["command"] == "start"', 'order["type"] == "take-over"')],
  ['reports a fault', simple.replace('answer(order["id"])', 'answer(order["id"], "fault")')],
  [
    'asks for anything',
    simple.replace('answer(order["id"])', 'answer(order["id"]); ask(order["id"], "stop")'),
  ],
] as const) {
  test(`a fallback that ${what} is in its safe state and does not go on by itself`, { skip }, async (t) => {
    const events: GateEvent[] = []
    const { link } = await open(t, await configure(t, fails('os._exit(1)'), { fallback: source }), events)
    await infuse(link, 20)
    await until(() => named(events, 'function-safe-state').length === 2)
    await alive(link)
    const { mode, runs } = await link.status()
    assert.deepEqual({ mode, runs }, { mode: 'stopped', runs: 'fallback' })
  })
}

test('a fallback is given only the commands that it takes', { skip }, async (t) => {
  const events: GateEvent[] = []
  const declared = { commands: ['stop'] }
  const { link } = await open(t, await configure(t, fails('os._exit(1)'), { declared }), events)
  await infuse(link, 20)
  await tookOver(events)
  const bolus = { command: 'bolus', parameters: { ml: 1 }, role: 'nurse', confirmed: true }
  const refused = await link.command(bolus)
  assert.equal(refused.accepted ? '' : refused.code, 'GATE_FALLBACK')
  assert.equal((await link.command(stop)).accepted, true)
})

test('a fallback whose image was altered does not run: the function stays in its safe state', {
  skip,
}, async (t) => {
  const events: GateEvent[] = []
  const configuration = await configure(t, fails('os._exit(1)'))
  appendFileSync(configuration.fallback ?? '', '\n')
  const { link } = await open(t, configuration, events)
  await infuse(link, 20)
  await until(async () => (await link.status()).staysSafe)
  assert.equal((await link.status()).mode, 'stopped')
})

test('the signed image of the program does not pass for that of its fallback', { skip }, async (t) => {
  const events: GateEvent[] = []
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'jwk' }).x ?? ''
  const declared = { signedBy: { role: 'release-engineer', key } }
  const configuration = await configure(t, fails('os._exit(1)'), { declared })
  const folder = dirname(configuration.fallback ?? '')
  const sign = async (fn: string): Promise<void> => {
    const manifest = Buffer.from(JSON.stringify(await manifestOf(folder, 'aurea-lvp', fn)))
    writeFileSync(join(folder, manifestName), manifest)
    writeFileSync(join(folder, signatureName), signManifest(manifest, 'release-engineer', privateKey))
  }
  await sign(fallbackName('deliver-drug'))
  const wanted = { ...{ program: configuration.fallback ?? '', device: 'aurea-lvp' }, ...declared }
  await verifyImage({ ...wanted, function: fallbackName('deliver-drug') })
  await sign('deliver-drug')
  const { link } = await open(t, configuration, events)
  await infuse(link, 20)
  await until(async () => (await link.status()).staysSafe)
  assert.equal(named(events, 'function-stays-safe')[0]?.['reason'], 'altered')
})
