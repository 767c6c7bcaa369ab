/**
 * Puts an attacker's program in the place of the pump's function on purpose: `node function.ts --take-over-the-function [attack.ts]`.
 * The gate, the envelope, the sandboxes and the fallback are the pump's own.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  type GateEvent,
  type GateLink,
  manifestName,
  manifestOf,
  openGate,
  programsOf,
} from '@pericard/guard'
import { parseDeviceFile } from '@pericard/model'

const pump = fileURLToPath(new URL('..', import.meta.url))
const [agreed, attack] = process.argv.slice(2)
if (agreed !== '--take-over-the-function') {
  console.error('This runs code of your choice in the place of a pump’s function. If that is what you want:')
  console.error('  node examples/infusion-pump/overdose/function.ts --take-over-the-function [attack.ts]')
  process.exit(2)
}
const parsed = parseDeviceFile(readFileSync(join(pump, 'device.yaml'), 'utf8'), { file: 'device.yaml' })
const fn = parsed.ok ? parsed.file.functions[0] : undefined
if (!parsed.ok || fn === undefined) throw new Error('the pump’s device file cannot be read')

const folder = mkdtempSync(join(tmpdir(), 'pericard-overdose-'))
// An image has to be as its manifest says; whoever signs this one took the release engineer over, too.
const image = join(folder, 'image')
const program = join(image, 'function.ts')
mkdirSync(image)
copyFileSync(resolve(attack ?? join(import.meta.dirname, 'function-attack.ts')), program)
writeFileSync(
  join(image, manifestName),
  JSON.stringify(await manifestOf(image, parsed.file.device.id, fn.id)),
)

function show({ level, event, detail }: GateEvent): void {
  const rest = Object.entries(detail).flatMap(([name, value]) =>
    name === 'function' ? [] : ` ${name}=${value}`,
  )
  if (event !== 'command-accepted' && event !== 'command-refused')
    console.log(`  ${level}: ${event}${rest.join('')}`)
}

async function nurse(link: GateLink, what: string, command: string, parameters = {}): Promise<void> {
  const answer = await link.command({ command, parameters, role: 'nurse', confirmed: true })
  console.log(
    `  ${what.padEnd(40)} ${answer.accepted ? `accepted, ${answer.state}` : `refused: ${answer.code}`}`,
  )
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 400 && !(await holds()); look++) await pause(50)
}

const { link } = await openGate(
  {
    ...{ deviceFile: 'overdose', device: parsed.file.device.id, function: fn },
    ...{ ...programsOf(fn, pump), program, socket: join(folder, 'gate.sock') },
  },
  show,
)
try {
  await until(async () => (await link.status()).alive)
  console.log('The nurse:')
  await nurse(link, '20 mL/h', 'set-rate', { ml_per_h: 20 })
  await nurse(link, 'start', 'start')
  console.log('Two seconds later the program asks for 999 mL/h:')
  await until(
    async () => (await link.status()).runs === 'fallback' && (await link.status()).mode === 'running',
  )
  await pause(1500)
  const { mode, runs, alive } = await link.status()
  console.log(`The pump is ${mode}, runs its ${runs}, ${alive ? 'and its heart beats' : 'and is silent'}.`)
  console.log('The nurse, called by the alarm:')
  await nurse(link, 'a bolus of 2 mL', 'bolus', { ml: 2 })
  await nurse(link, '20 mL/h again', 'set-rate', { ml_per_h: 20 })
  await nurse(link, 'stop', 'stop')
} finally {
  await link.shutdown()
  rmSync(folder, { recursive: true, force: true })
}
