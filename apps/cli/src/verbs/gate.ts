import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type CommandRequest,
  type GateEvent,
  type GateLink,
  openGate,
  programsOf,
  usableLayers,
} from '@pericard/guard'
import type { Command } from 'commander'
import { readDeviceFile, readText, renderIssues } from '../device-file.ts'

interface GateOptions {
  readonly function: string
}

/** Longest wait for the first heartbeat in milliseconds; a gate itself waits for 10 s. */
const firstHeartbeat = 12_000

/** `pericard gate`: exit 0 all was accepted, 1 something was refused or the function did not come up, 2 unusable input. */
export function registerGate(program: Command): void {
  program
    .command('gate')
    .description('try a critical function: run it in its gate and sandbox, with commands from standard input')
    .argument('<device-file>')
    .requiredOption('--function <id>', 'critical function of the device file')
    .addHelpText(
      'after',
      `
One command on a line: its name, its parameters, the role, and whether it was confirmed at the device.
"status" shows how the function does, "wait 2s" waits. The end of the input brings the function to its safe state.

Example:
  $ printf '%s\\n' 'set-rate ml_per_h=20 as nurse confirmed' 'start as nurse confirmed' status |
      pericard gate device.yaml --function deliver-drug`,
    )
    .action(async (path: string, options: GateOptions) => {
      process.exitCode = await tryGate(path, options)
    })
}

async function tryGate(path: string, options: GateOptions): Promise<number> {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const { file } = parsed
  const fn = file.functions.find(({ id }) => id === options.function)
  if (fn?.program === undefined)
    throw new Error(`${path}: has no function "${options.function}" with a program`)
  const folder = mkdtempSync(join(tmpdir(), 'pericard-gate-'))
  const { link } = await openGate(
    {
      deviceFile: createHash('sha256').update(readText(path)).digest('hex'),
      ...{ device: file.device.id, function: fn, layers: usableLayers(file.accepted) },
      ...programsOf(fn, dirname(path)),
      socket: join(folder, 'gate.sock'),
    },
    show,
  )
  try {
    return await converse(link)
  } finally {
    await link.shutdown()
    rmSync(folder, { recursive: true, force: true })
  }
}

function show({ level, event, detail }: GateEvent): void {
  const { function: _, ...rest } = detail
  const fields = Object.entries(rest).map(([name, value]) => ` ${name}=${value}`)
  if (!event.startsWith('command-')) console.log(`${level}: ${event}${fields.join('')}`)
}

async function converse(link: GateLink): Promise<number> {
  if (!(await comesUp(link))) {
    console.error(
      'The function did not come up: no heartbeat, or its image is not what the device file wants',
    )
    return 1
  }
  let code = 0
  for await (const line of createInterface({ input: process.stdin })) {
    const words = line.trim().split(/\s+/)
    const wait = /^wait (\d{1,4})s$/.exec(line.trim())?.[1]
    if (words[0] === '') continue
    if (words[0] === 'status') console.log(JSON.stringify(await link.status()))
    else if (wait !== undefined) await pause(Number(wait) * 1000)
    else if (!(await give(link, words))) code = 1
  }
  return code
}

async function comesUp(link: GateLink): Promise<boolean> {
  const end = performance.now() + firstHeartbeat
  while (performance.now() < end) {
    const { alive, staysSafe } = await link.status()
    if (alive || staysSafe) return alive
    await pause(20)
  }
  return false
}

async function give(link: GateLink, words: readonly string[]): Promise<boolean> {
  const answer = await link.command(requestOf(words))
  console.log(
    answer.accepted
      ? `${words[0]}: accepted, the function is ${answer.state}`
      : `${words[0]}: refused, ${answer.message} (${answer.code})`,
  )
  return answer.accepted
}

/** `bolus ml=2 as nurse confirmed`. Whatever is no number goes to the gate as it is written: refusing it is the gate's part. */
function requestOf([command = '', ...words]: readonly string[]): CommandRequest {
  const as = words.indexOf('as')
  const parameters = words.flatMap((word) => {
    const [name = '', text] = word.split('=', 2)
    if (text === undefined) return []
    const value = Number(text)
    return [[name, text === '' || Number.isNaN(value) ? text : value] as const]
  })
  return {
    ...{ command, parameters: Object.fromEntries(parameters) },
    role: as < 0 ? '' : (words[as + 1] ?? ''),
    confirmed: words.at(-1) === 'confirmed',
  }
}
