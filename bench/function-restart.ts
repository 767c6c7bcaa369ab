/** A critical function that is killed: until the next one runs, in its safe state, and would take a command. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type GateEvent, openGate } from '@pericard/guard'
import { atMost, type BenchRow, quantile } from './bench.ts'
import { benchGate, layCompiled, layScript } from './bench-gate.ts'

/** Gates, each killed its function once: the first end is the one after which nothing is waited for. */
const rounds = 40
const heartbeatMs = 200
const bars = { unit: 'ms p99', bar: 150, aim: 150 }

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-restart-'))
  try {
    const compiled = await layCompiled(folder)
    const rows = compiled === undefined ? [] : [await rowOf('c', folder, compiled)]
    return [...rows, await rowOf('node', folder, await layScript(folder))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function rowOf(language: string, folder: string, program: string): Promise<BenchRow> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) times.push(await restart(folder, program))
  const against = `wall time, median ${quantile(times, 0.5).toFixed(0)} ms of ${rounds}`
  return atMost({ name: `function-restart-${language}`, value: quantile(times, 0.99), ...bars, against })
}

async function restart(folder: string, program: string): Promise<number> {
  const starts: number[] = []
  const run = mkdtempSync(join(folder, 'run-'))
  const configuration = { ...benchGate(folder, program, heartbeatMs), socket: join(run, 'gate.sock') }
  const { link } = await openGate(configuration, ({ event }: GateEvent) => {
    if (event === 'function-running') starts.push(performance.now())
  })
  try {
    await until(() => starts.length === 1)
    const pids = spawnSync('pgrep', ['-f', `${program} ${heartbeatMs}$`], { encoding: 'utf8' }).stdout
    const from = performance.now()
    for (const pid of pids.split('\n').map(Number)) if (pid > 0) kill(pid)
    await until(() => starts.length === 2)
    return (starts[1] ?? Number.NaN) - from
  } finally {
    await link.shutdown()
    rmSync(run, { recursive: true, force: true })
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It went with another one.
  }
}

async function until(holds: () => boolean): Promise<void> {
  for (let look = 0; look < 2000 && !holds(); look++) await pause(5)
  if (!holds()) throw new Error('the function did not come up')
}
