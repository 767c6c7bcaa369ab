/** A store of a gigabyte: memory while it is written, and how long opening it takes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMost, type BenchRow } from './bench.ts'

const steps = new URL('large-store-step.ts', import.meta.url).pathname
const gigabyte = 1024 ** 3

interface Written {
  /** Resident set in bytes after a tenth, and at most afterwards. */
  readonly early: number
  readonly most: number
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-bench-'))
  const path = join(folder, 'vault.db')
  try {
    const { early, most } = step<Written>('write', path, String(gigabyte))
    const size = statSync(path).size
    if (size < gigabyte) throw new Error(`the store has ${size} bytes`)
    const times = Array.from({ length: 5 }, () => step<{ ms: number }>('open', path).ms)
    const middle = times.toSorted((a, b) => a - b)[2] ?? Number.NaN
    return [
      atMost({
        ...{ name: 'large-store-memory', value: most / early, unit: 'x', bar: 1.25, aim: 1.05 },
        against: `itself after 100 MB (${(early / 1024 ** 2).toFixed(0)} MiB resident)`,
      }),
      atMost({
        ...{ name: 'large-store-open', value: middle, unit: 'ms', bar: 250, aim: 50 },
        against: 'wall time: open 1 GB, append one durable record, read it back',
      }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A fresh process each: nothing is warm, and memory is that of the work alone. */
function step<T>(...args: string[]): T {
  const flags = ['--disable-warning=ExperimentalWarning', steps]
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as T
}
