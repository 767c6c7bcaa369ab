/** The pump example parsed and analysed for the first time in a fresh process, as `pericard check` does. */
import { spawnSync } from 'node:child_process'
import { atMost, type BenchRow, median } from './bench.ts'

const rounds = 9

export async function run(): Promise<BenchRow[]> {
  const script = new URL('pump-check-once.ts', import.meta.url).pathname
  const times = Array.from({ length: rounds }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`the check of the pump failed: ${stderr}`)
    return Number(stdout)
  })
  const against = 'wall time, fresh process, modules loaded'
  return [atMost({ name: 'pump-check', value: median(times), unit: 'ms', against, bar: 50, aim: 30 })]
}
