/** A command through the gate, idle and while junk floods the courier, against the same program spoken to over a bare pipe. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import {
  childProfile,
  type GateEvent,
  type GateLink,
  installHistory,
  launch,
  openGate,
  usableLayers,
} from '@pericard/guard'
import { BarePump } from './bare-pump.ts'
import { atMost, type BenchRow, quantile } from './bench.ts'
import { benchGate, layCompiled, layScript } from './bench-gate.ts'

const commands = 3000
const warmUp = 300
/** Between two commands in milliseconds; commands come singly, from people. */
const gap = 2
/** The one command that is never refused, however often it is given, and the one that must not wait. */
const stop = { command: 'stop', parameters: {}, role: 'nurse', confirmed: true }
const junkPerSecond = 100_000
const heartbeatMs = 200

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-command-'))
  const program = (await layCompiled(folder)) ?? (await layScript(folder))
  const events: GateEvent[] = []
  // On a tmpfs, as on a device: what is given is kept before the function has the command.
  const memory = mkdtempSync('/dev/shm/pericard-command-')
  const configuration = { ...benchGate(folder, program, heartbeatMs), history: join(memory, 'history') }
  installHistory(configuration.function, configuration.history)
  const gate = await openGate(configuration, (event) => events.push(event))
  const peers = {
    bare: BarePump.overPipe(program, heartbeatMs),
    relayed: await BarePump.overRelay(program, heartbeatMs, join(folder, 'relay.sock')),
  }
  try {
    while (!(await gate.link.status()).alive) await pause(20)
    await timed(gate.link, peers, warmUp)
    const idle = await timed(gate.link, peers, commands)
    const before = await gate.link.status()
    const from = performance.now()
    const flood = await Flood.start(folder)
    const flooded = await timed(gate.link, peers, commands)
    const arrived = flood.stop()
    const seconds = (performance.now() - from) / 1000
    const { heartbeats, starts } = await gate.link.status()
    const missed = (starts - before.starts) * 3 + missedIn(seconds, heartbeats - before.heartbeats)
    return [
      row('gate-command-idle', idle, { bar: 0.5, aim: 0.3 }, ''),
      row('gate-command-flood', flooded, { bar: 1, aim: 0.5 }, `, ${Math.round(arrived)} junk messages/s`),
      atMost({
        ...{ name: 'gate-heartbeats-missed', value: missed, unit: 'heartbeats', bar: 0, aim: 0 },
        against: `${heartbeats - before.heartbeats} came in ${seconds.toFixed(0)} s of flood`,
      }),
    ]
  } finally {
    peers.bare.stop()
    peers.relayed.stop()
    await gate.link.shutdown()
    for (const made of [folder, memory]) rmSync(made, { recursive: true, force: true })
  }
}

interface Times {
  readonly gated: readonly number[]
  readonly bare: readonly number[]
  readonly relayed: readonly number[]
}

type Peers = Readonly<Record<'bare' | 'relayed', BarePump>>

function row(name: string, times: Times, bars: { bar: number; aim: number }, more: string): BenchRow {
  const of = (share: number, ...kinds: (keyof Times)[]): string =>
    kinds.map((kind) => quantile(times[kind], share).toFixed(3)).join(', ')
  const peers = `the same program over a bare pipe and over a process that only passes bytes on: p99 ${of(0.99, 'bare', 'relayed')} ms`
  const medians = `medians ${of(0.5, 'gated', 'bare', 'relayed')}`
  const value = quantile(times.gated, 0.99)
  return atMost({ name, value, unit: 'ms p99', ...bars, against: `${peers}; ${medians}${more}` })
}

/** Fewer than one in each interval. */
function missedIn(seconds: number, heartbeats: number): number {
  return Math.max(0, Math.floor((seconds * 1000) / heartbeatMs) - heartbeats)
}

/** One command through the gate and one over each peer in turn, so that a busy moment falls on all. */
async function timed(link: GateLink, { bare, relayed }: Peers, count: number): Promise<Times> {
  const times = { gated: [] as number[], bare: [] as number[], relayed: [] as number[] }
  for (let round = 0; round < count; round++) {
    for (const [kind, pump] of [
      ['bare', bare],
      ['relayed', relayed],
    ] as const) {
      times[kind].push(await elapsed(() => pump.stopMotor()))
      await pause(gap)
    }
    times.gated.push(
      await elapsed(async () => {
        const answer = await link.command(stop)
        if (!answer.accepted) throw new Error(`the gate refused a command: ${answer.code}`)
      }),
    )
    await pause(gap)
  }
  return times
}

async function elapsed(act: () => Promise<void>): Promise<number> {
  const from = performance.now()
  await act()
  return performance.now() - from
}

/** Junk that arrives at a process in the courier's sandbox. */
class Flood {
  readonly #processes: readonly ChildProcess[]
  readonly #since = performance.now()
  #count = 0

  private constructor(server: ChildProcess, courier: ChildProcess) {
    this.#processes = [server, courier]
    courier.stdout?.on('data', (bytes: Buffer) => {
      this.#count = Number(bytes.toString().trim().split('\n').at(-1))
    })
  }

  static async start(folder: string): Promise<Flood> {
    const [server, courier] = ['junk-server.ts', 'junk-courier.ts'].map((name) =>
      fileURLToPath(new URL(name, import.meta.url)),
    )
    if (server === undefined || courier === undefined) throw new Error('unreachable')
    const sender = spawn(process.execPath, [server, String(junkPerSecond)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [port] = (await once(sender.stdout, 'data')) as [Buffer]
    const profile = childProfile('courier', folder)
    const child = launch(
      { ...profile, readOnly: [...profile.readOnly, courier] },
      [process.execPath, courier, port.toString().trim()],
      {
        layers: usableLayers([]),
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const flood = new Flood(sender, child)
    await once(child.stdout ?? sender, 'data')
    return flood
  }

  /** Ends it. @returns messages a second that arrived */
  stop(): number {
    for (const child of this.#processes) child.kill('SIGKILL')
    return this.#count / ((performance.now() - this.#since) / 1000)
  }
}
