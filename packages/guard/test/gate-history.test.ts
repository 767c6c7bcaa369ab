/** The envelope's memory in a real gate: killed, started again, its history taken away. */
import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { copyFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type GateConfiguration,
  type GateEvent,
  type GateLink,
  historyPath,
  installHistory,
} from '../src/index.ts'
import { alive, open, ownFolder, pumpGate, setRate, start, until } from './running-gate.ts'

const pump = fileURLToPath(new URL('../../../examples/infusion-pump/', import.meta.url))
const bolus = { command: 'bolus', parameters: { ml: 1 }, role: 'nurse', confirmed: true }

function configure(context: TestContext): GateConfiguration & { readonly history: string } {
  const folder = ownFolder(context)
  for (const file of ['pump-function.ts', 'manifest.json'])
    copyFileSync(join(pump, 'function', file), join(folder, file))
  const configuration = pumpGate(context, join(folder, 'pump-function.ts'))
  const history = historyPath(folder, configuration.function.id)
  context.after(() => rmSync(dirname(dirname(history)), { recursive: true, force: true }))
  installHistory(configuration.function, history)
  return { ...configuration, history }
}

/** As the kernel would end it for want of memory: without a word. */
async function kill(link: GateLink, socket: string): Promise<void> {
  const mine = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && commandLineOf(pid).includes(`"${socket}"`),
  )
  assert.ok(mine.length > 0)
  for (const pid of mine) process.kill(Number(pid), 'SIGKILL')
  await until(async () =>
    link
      .status()
      .then(() => false)
      .catch(() => true),
  )
}

function commandLineOf(pid: string): string {
  try {
    return Number(pid) === process.pid ? '' : readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

async function codeOf(link: GateLink, command: Parameters<GateLink['command']>[0]): Promise<string> {
  const answer = await link.command(command)
  return answer.accepted ? 'accepted' : answer.code
}

test('a bolus that was given is remembered by the next gate after kill -9', async (context) => {
  const configuration = configure(context)
  const first = await open(context, configuration)
  await alive(first.link)
  for (const command of [setRate(120), start, bolus])
    assert.equal(await codeOf(first.link, command), 'accepted')
  await kill(first.link, configuration.socket)
  const events: GateEvent[] = []
  const second = await open(context, configuration, events)
  await alive(second.link)
  assert.deepEqual(
    events.filter(({ event }) => event === 'function-history'),
    [],
  )
  // The interval of the rate is remembered too.
  await until(async () => (await codeOf(second.link, setRate(120))) === 'accepted')
  assert.equal(await codeOf(second.link, start), 'accepted')
  assert.equal(await codeOf(second.link, bolus), 'ENVELOPE_INTERVAL')
})

test('a gate whose history was taken away takes nothing but its end, until a nurse at the device confirms', async (context) => {
  const configuration = configure(context)
  rmSync(configuration.history)
  const events: GateEvent[] = []
  const { link } = await open(context, configuration, events)
  await alive(link)
  await until(() =>
    events.some(({ event, detail }) => event === 'function-history' && detail['recovery'] === 'lost'),
  )
  assert.equal(await codeOf(link, setRate(120)), 'ENVELOPE_HISTORY')
  assert.equal(await codeOf(link, { ...start, command: 'stop' }), 'accepted')
  assert.equal(
    await codeOf(link, { ...start, command: 'confirm-history', role: 'physician' }),
    'ENVELOPE_ROLE',
  )
  assert.equal(await codeOf(link, { ...start, command: 'confirm-history' }), 'accepted')
  assert.equal(await codeOf(link, setRate(120)), 'accepted')
  assert.match(readFileSync(configuration.history, 'utf8'), /"function":"deliver-drug"/)
})
