/** The sealed log as pino's destination, against pino with its own buffered file: lines a second until all are in the kernel's hands. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@pericard/base'
import { deviceLogKeys, freshKey, type LogKeys, SealedLog, verifyLog } from '@pericard/vault'
import { FileLogStore } from '@pericard/vault/adapters/files'
import { sealedDestination } from '@pericard/vault/adapters/pino'
import { type Logger, pino } from 'pino'
import { atLeast, type BenchRow, interleaved } from './bench.ts'

const lines = 100_000
const rounds = 11
/** What its documentation names, and where it is fastest: larger buffers slow it down. */
const bufferBytes = 4096
const version = (
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('pino/package.json'), 'utf8')) as {
    version: string
  }
).version

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-bench-'))
  try {
    verified(folder)
    let runs = 0
    const times = await interleaved(
      {
        pino: () => buffered(join(folder, `${++runs}.log`)),
        sealed: () => void sealed(join(folder, `sealed-${++runs}`), false),
        zstd: () => void sealed(join(folder, `zstd-${++runs}`), true),
      },
      rounds,
    )
    const against = `pino ${version}, destination with a buffer of 4 KiB, not synced`
    const row = { unit: 'x lines/s', against }
    return [
      atLeast({ ...row, name: 'sealed-log', value: times.pino / times.sealed, bar: 0.85, aim: 1 }),
      atLeast({ ...row, name: 'sealed-log-zstd', value: times.pino / times.zstd, bar: 1.3, aim: 1.5 }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What is fast because it keeps nothing is not compared. */
function verified(folder: string): void {
  for (const compress of [false, true]) {
    const path = join(folder, `verified-${compress}`)
    const keys = sealed(path, compress)
    const { lines: kept, fault } = verifyLog(new FileLogStore(path), keys, [])
    if (kept !== lines || fault !== undefined) throw new Error(`${kept} of ${lines} lines were kept`)
  }
}

function logAll(logger: Logger): void {
  for (let i = 0; i < lines; i++)
    logger.info({ pump: 'bed-7', rate: 12.5 + (i % 40), channel: i % 4 }, 'rate set')
}

function buffered(path: string): void {
  const destination = pino.destination({ dest: path, sync: true, minLength: bufferBytes })
  logAll(pino({}, destination))
  destination.flushSync()
  destination.end()
}

function sealed(folder: string, compress: boolean): LogKeys {
  mkdirSync(folder)
  const keys = deviceLogKeys(freshKey())
  const log = SealedLog.open(new FileLogStore(folder), keys, systemClock, { compress })
  const destination = sealedDestination(log, { flushEvery: 0 })
  logAll(pino({}, destination))
  destination.end()
  return keys
}
