/**
 * Takes over the pump's courier on purpose and tries to overdose a patient: `node main.ts --take-over-the-courier [attack.ts]`.
 * Needs no fleet server and no TPM, keeps its data in a folder that is removed again, and is part of no other start.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gateFolder, type GateLink, historyPath, openGate, programsOf, startGuard } from '@pericard/guard'
import { parseDeviceFile } from '@pericard/model'

const folder = fileURLToPath(new URL('..', import.meta.url))
const text = readFileSync(join(folder, 'device.yaml'), 'utf8')
/** Milliseconds that the attack has. */
const wait = 6000
const [agreed, program] = process.argv.slice(2)
if (agreed !== '--take-over-the-courier') {
  console.error('This runs code of your choice in the courier of a pump. If that is what you want:')
  console.error('  node examples/infusion-pump/overdose/main.ts --take-over-the-courier [attack.ts]')
  process.exit(2)
}
const parsed = parseDeviceFile(text, { file: 'device.yaml' })
const fn = parsed.ok ? parsed.file.functions[0] : undefined
if (!parsed.ok || fn === undefined) throw new Error('the pump’s device file cannot be read')
/** A place that `attack.ts` knows. */
const dataDir = '/tmp/pericard-overdose'
mkdirSync(dataDir, { mode: 0o700 })
/** What the gate of a run before remembers outlives its data folder, as it has to on a device. */
const remembered = dirname(dirname(historyPath(dataDir, fn.id)))
rmSync(remembered, { recursive: true, force: true })
// What the courier writes to its standard error is shown only then.
process.env['PERICARD_DEBUG'] = '1'

function command(name: string, parameters: object, role = 'nurse', confirmed = true): Promise<string> {
  return new Promise((done) => {
    const outgoing = request(
      {
        socketPath: join(dataDir, 'run/touch-screen.sock'),
        path: `/functions/deliver-drug/commands/${name}`,
        ...{ method: 'POST', agent: false, headers: { 'content-type': 'application/json' } },
      },
      (response) => {
        let answer = ''
        response.on('data', (bytes: Buffer) => (answer += bytes.toString()))
        response.on('end', () => done(answer))
      },
    )
    outgoing.on('error', (error: NodeJS.ErrnoException) => done(`{"code":"${error.code ?? 'failed'}"}`))
    outgoing.end(JSON.stringify({ parameters, role, confirmed }))
  })
}

/** One thing that whoever holds the touch screen's own socket may ask. */
async function ask(what: string, ...order: Parameters<typeof command>): Promise<void> {
  const { accepted, code } = JSON.parse(await command(...order)) as { accepted?: boolean; code?: string }
  console.log(`  ${what.padEnd(58)} ${accepted === true ? 'accepted' : `refused: ${code ?? 'no answer'}`}`)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 300; look++) {
    if (await holds()) return
    await pause(50)
  }
  throw new Error('the pump did not come up')
}

async function show(gate: GateLink, when: string): Promise<void> {
  const { mode, starts, heartbeats } = await gate.status()
  console.log(`${when}: the pump is ${mode}, was started ${starts} time(s), ${heartbeats} heartbeats\n`)
}

const guard = await startGuard({
  ...{ file: parsed.file, text, includes: {}, folder, dataDir, device: 'aurea-lvp:P-0001' },
  ...{ passphrase: 'a demonstration, not a secret' },
  fleet: { deviceUrl: 'https://127.0.0.1:9', enrolUrl: 'https://127.0.0.1:9', fleetRoot: '' },
  takenOverCourier: resolve(program ?? join(import.meta.dirname, 'attack.ts')),
  onStatus: (who, status, detail) => {
    if (who === 'courier' || (who === 'gate' && !status.startsWith('command')))
      console.log(`${who}: ${status} ${detail}`)
  },
  // Without its TPM the pump's vault stays shut; its therapy needs none.
  onFatal: () => undefined,
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(130))

async function end(code: number): Promise<never> {
  await guard.stop()
  for (const path of [dataDir, remembered]) rmSync(path, { recursive: true, force: true })
  process.exit(code)
}

try {
  const { link: gate } = await openGate(
    {
      ...{ deviceFile: createHash('sha256').update(text).digest('hex'), device: parsed.file.device.id },
      ...{ function: fn, ...programsOf(fn, folder) },
      socket: join(gateFolder(dataDir, fn.id), 'gate.sock'),
    },
    () => undefined,
  )
  await until(async () => (await gate.status()).alive)
  await until(async () => (await command('set-rate', { ml_per_h: 20 })).includes('"accepted":true'))
  console.log('\nThe nurse, at the touch screen:')
  await ask('start at 20 mL/h', 'start', {})
  await show(gate, 'Before')
  await pause(wait)
  await show(gate, 'After the attack from the courier')
  console.log('And whoever had the touch screen itself, with the right to command:')
  await ask('5000 mL/h', 'set-rate', { ml_per_h: 5000 })
  await ask('999 mL/h at once', 'set-rate', { ml_per_h: 999 })
  await ask('minus 20 mL/h', 'set-rate', { ml_per_h: -20 })
  await ask('20 L/h', 'set-rate', { ml_per_h: { value: 20, unit: 'L/h' } })
  await ask('a bolus of 500 mL', 'bolus', { ml: 500 })
  await ask('a bolus of 10 mL', 'bolus', { ml: 10 })
  await ask('another one right after it', 'bolus', { ml: 10 })
  await ask('a bolus without anybody at the device', 'bolus', { ml: 10 }, 'nurse', false)
  await ask('a bolus as a service technician', 'bolus', { ml: 10 }, 'service-technician')
  await ask('a command of its own', 'purge', {})
  await ask('a limit of its own', 'set-rate', { ml_per_h: 20, max: 9999 })
  await ask('stop, which is never refused', 'stop', {})
  await show(gate, 'After')
  gate.close()
  await end(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  await end(1)
}
