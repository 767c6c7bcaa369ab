/** A real function whose signed image is altered before a start and while it runs. */
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, copyFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type GateConfiguration,
  type GateEvent,
  manifestName,
  manifestOf,
  signatureName,
  signManifest,
} from '../src/index.ts'
import { alive, open, ownFolder, pumpGate, setRate, start, until } from './running-gate.ts'

const pump = new URL('../../../examples/infusion-pump/function/pump-function.ts', import.meta.url)
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const signedBy = { role: 'release-engineer', key: publicKey.export({ format: 'jwk' }).x ?? '' }

interface Signed {
  readonly configuration: GateConfiguration
  readonly program: string
  readonly limits: string
}

async function signed(t: TestContext): Promise<Signed> {
  const folder = ownFolder(t)
  const [program, limits] = [join(folder, 'pump.ts'), join(folder, 'limits.json')]
  copyFileSync(pump, program)
  writeFileSync(limits, '{"occlusion_kpa":80}')
  const manifest = JSON.stringify(await manifestOf(folder, 'aurea-lvp', 'deliver-drug'))
  writeFileSync(join(folder, manifestName), manifest)
  writeFileSync(join(folder, signatureName), signManifest(Buffer.from(manifest), signedBy.role, privateKey))
  return { configuration: pumpGate(t, program, { signedBy, verifyEvery: 100 }), program, limits }
}

const names = (events: readonly GateEvent[]): string[] => events.map(({ event }) => event)

const acts: Readonly<Record<string, (image: Signed) => void>> = {
  'its program is altered': ({ program }) => appendFileSync(program, '\n'),
  'its configuration is altered': ({ limits }) => writeFileSync(limits, '{"occlusion_kpa":800}'),
  'a file is added': ({ program }) => writeFileSync(`${program}.bak`, ''),
  'a file is removed': ({ limits }) => rmSync(limits),
  'a file becomes a link': ({ limits }) => {
    rmSync(limits)
    symlinkSync('/dev/null', limits)
  },
}

for (const [what, act] of Object.entries(acts)) {
  test(`a running function goes to its safe state and stays there when ${what}`, async (t) => {
    const image = await signed(t)
    const events: GateEvent[] = []
    const { link } = await open(t, image.configuration, events)
    await alive(link)
    await link.command(setRate(120))
    await link.command(start)
    // It has been looked at a few times by then, and was found as it was signed.
    await pause(350)
    assert.equal((await link.status()).mode, 'running')
    act(image)
    await until(async () => (await link.status()).staysSafe)
    const { mode, alive: isAlive, starts } = await link.status()
    assert.deepEqual({ mode, isAlive, starts }, { mode: 'stopped', isAlive: false, starts: 1 })
    const refused = await link.command(start)
    assert.equal(refused.accepted ? '' : refused.code, 'GATE_FUNCTION_DOWN')
    const alarms = events.filter(({ level }) => level === 'alarm')
    assert.deepEqual(names(alarms), ['function-stays-safe', 'function-safe-state'])
    assert.ok(alarms.every(({ detail }) => detail['reason'] === 'altered'))
  })
}

test('an altered image is not started, even once it is as it was again', async (t) => {
  const { configuration, program } = await signed(t)
  const text = readFileSync(program)
  appendFileSync(program, '\n')
  const events: GateEvent[] = []
  const { link } = await open(t, configuration, events)
  await until(async () => (await link.status()).staysSafe)
  writeFileSync(program, text)
  await pause(500)
  const { starts, alive: isAlive } = await link.status()
  assert.deepEqual({ starts, isAlive }, { starts: 0, isAlive: false })
  assert.ok(names(events).includes('function-stays-safe'))
})

test('what runs is what was verified: swapping the file behind it changes nothing that runs', async (t) => {
  const { configuration, program } = await signed(t)
  const seen = join(program, '..', 'limits.json')
  const source = readFileSync(program, 'utf8')
  // A program that says with each heartbeat whether it sees another configuration than it was started with.
  const watcher = `import { readFileSync } from 'node:fs'
const limits = ${JSON.stringify(seen)}
const first = readFileSync(limits, 'utf8')
setInterval(() => { if (readFileSync(limits, 'utf8') !== first) process.exit(9) }, 20)
${source}`
  writeFileSync(program, watcher)
  const manifest = JSON.stringify(await manifestOf(join(program, '..'), 'aurea-lvp', 'deliver-drug'))
  writeFileSync(join(program, '..', manifestName), manifest)
  writeFileSync(
    join(program, '..', signatureName),
    signManifest(Buffer.from(manifest), signedBy.role, privateKey),
  )
  const { program: running } = configuration.function
  assert.ok(running !== undefined)
  const unhurried = {
    ...configuration,
    function: { ...configuration.function, program: { ...running, verifyEvery: 60_000 } },
  }
  const { link } = await open(t, unhurried)
  await alive(link)
  writeFileSync(seen, '{"occlusion_kpa":800}')
  await pause(500)
  const { alive: isAlive, starts } = await link.status()
  assert.deepEqual({ isAlive, starts }, { isAlive: true, starts: 1 })
})
