/** A command through the gate, idle and while junk floods the courier, against the same program spoken to over a bare pipe. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { childProfile, type GateEvent, type GateLink, launch, openGate, usableLayers } from '@pericard/guard'
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
  const gate = await openGate(benchGate(folder, program, heartbeatMs), (event) => events.push(event))
  const bare = new BarePump(program)
  try {
    while (!(await gate.link.status()).alive) await pause(20)
    await timed(gate.link, bare, warmUp)
    const idle = await timed(gate.link, bare, commands)
    const before = await gate.link.status()
    const from = performance.now()
    const flood = await Flood.start(folder)
    const flooded = await timed(gate.link, bare, commands)
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
    bare.stop()
    await gate.link.shutdown()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Times {
  readonly gated: readonly number[]
  readonly bare: readonly number[]
}

function row(name: string, times: Times, bars: { bar: number; aim: number }, more: string): BenchRow {
  const peer = `the same program over a bare pipe p99 ${quantile(times.bare, 0.99).toFixed(3)} ms`
  const medians = `medians ${quantile(times.gated, 0.5).toFixed(3)} and ${quantile(times.bare, 0.5).toFixed(3)}`
  const value = quantile(times.gated, 0.99)
  return atMost({ name, value, unit: 'ms p99', ...bars, against: `${peer}, ${medians}${more}` })
}

/** Fewer than one in each interval. */
function missedIn(seconds: number, heartbeats: number): number {
  return Math.max(0, Math.floor((seconds * 1000) / heartbeatMs) - heartbeats)
}

/** One command through the gate and one over the pipe in turn, so that a busy moment falls on both. */
async function timed(link: GateLink, bare: BarePump, count: number): Promise<Times> {
  const times = { gated: [] as number[], bare: [] as number[] }
  for (let round = 0; round < count; round++) {
    times.bare.push(await elapsed(() => bare.stopMotor()))
    await pause(gap)
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

/** The pump's function without gate and sandbox. */
class BarePump {
  readonly #child: ChildProcess
  readonly #channel: Duplex
  #answered: () => void = () => undefined
  #id = 0

  constructor(program: string) {
    const command = program.endsWith('.mjs') ? [process.execPath, program] : [program]
    this.#child = spawn(command[0] ?? program, [...command.slice(1), String(heartbeatMs)], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    this.#channel = this.#child.stdio[3] as Duplex
    this.#channel.on('data', (bytes: Buffer) => {
      if (bytes.includes('"applied"')) this.#answered()
    })
  }

  stopMotor(): Promise<void> {
    const order = { v: 1, type: 'apply', id: this.#id++, command: 'stop', parameters: {} }
    return new Promise((resolve) => {
      this.#answered = resolve
      this.#channel.write(`${JSON.stringify(order)}\n`)
    })
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }
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
