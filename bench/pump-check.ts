/** The pump example parsed and analysed for the first time in a fresh process, as `pericard check` does. */
import { spawnSync } from 'node:child_process'
import { atMost, type BenchRow, median } from './bench.ts'

const rounds = 9

export async function run(): Promise<BenchRow[]> {
  const script = new URL('pump-check-once.ts', import.meta.url).pathname
  const once = (): { readonly parse: number; readonly analyse: number } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`the check of the pump failed: ${stderr}`)
    return JSON.parse(stdout) as { parse: number; analyse: number }
  }
  // The first run fills the code cache, as installing does.
  once()
  const times = Array.from({ length: rounds }, once)
  const row = (name: string, value: number): BenchRow =>
    atMost({ name, value, unit: 'ms', against: 'wall time, fresh process, modules loaded', bar: 50, aim: 30 })
  return [
    row('pump-analysis', median(times.map(({ analyse }) => analyse))),
    row('pump-check', median(times.map(({ parse, analyse }) => parse + analyse))),
  ]
}
