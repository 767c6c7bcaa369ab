/** A new advisory over a million devices, and 5,000 changed ones made durable, in a fleet whose releases share SBOMs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'
import { sqliteStore } from '@pericard/fleet'
import {
  alertsAfter,
  type ClassFileText,
  classFileText,
  joinRelease,
  loaded,
  type RunningSbom,
  runningSbom,
  takeChanges,
  withWatch,
} from '@pericard/fleet/soup'
import { type Advisory, type AdvisoryChange, readAdvisories } from '@pericard/soup'
import { atMost, type BenchRow } from './bench.ts'

const devices = 1_000_000
const releases = 200
const classes = 50
const batch = 20_000
const singles = 300
const changed = 5_000
const wall = 'wall time'

export async function run(): Promise<BenchRow[]> {
  const data = process.env['PERICARD_SOUP_DATA']
  if (data === undefined) {
    const against = 'folder of PERICARD_SOUP_DATA absent'
    return [{ name: 'soup-fleet', value: 0, unit: 'ms', against, bar: 10, aim: 10, met: false }]
  }
  const folder = mkdtempSync(join(tmpdir(), 'pericard-bench-fleet-'))
  try {
    return await measured(folder, advisoriesOf(data), sbomsOf(data))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measured(
  folder: string,
  advisories: readonly Advisory[],
  sboms: readonly RunningSbom[],
): Promise<BenchRow[]> {
  const store = sqliteStore(folder)
  const files = classFiles()
  const put = (each: Advisory): AdvisoryChange => ({ kind: 'put', advisory: each })
  await withWatch({ store }, (transaction, watch) => takeChanges(transaction, watch, advisories.map(put), 0))
  for (let first = 0; first < devices; first += batch)
    await withWatch({ store }, async (transaction, watch) => {
      for (let device = first; device < first + batch; device++) {
        const release = device % releases
        const mine = [release, release * 7].flatMap((at) => sboms[at % sboms.length] ?? [])
        const file = files[release % files.length]
        const running = {
          ...{ model: 'pump', name: 'Pump', maker: 'Aurea', version: String(release), sboms: mine },
          ...(file === undefined ? {} : { file }),
        }
        await joinRelease(transaction, watch, { device: `pump:${device}`, running, at: 0 })
      }
    })
  const popular = advisories.filter(({ affected, withdrawn }) => !withdrawn && affected.length > 0)
  const times: number[] = []
  let reached = 0
  // Half of the new advisories are about packages that are in the field, half about any.
  const open = new Set(
    (await store.transact((transaction) => alertsAfter(transaction, 0, 100_000))).map(
      ({ vulnerability }) => vulnerability,
    ),
  )
  const near = popular.filter(({ id, aliases }) => [id, ...aliases].some((name) => open.has(name)))
  for (let n = 0; n < singles; n++) {
    const from = n % 2 === 0 && near.length > 0 ? near : popular
    const base = from[(n * 97) % from.length]
    if (base === undefined) continue
    // They come one by one: what the store puts off until nobody waits is done in between.
    await setImmediate()
    const fresh = { ...base, id: `CVE-2099-${10_000 + n}`, aliases: [] }
    const start = performance.now()
    const { alerts } = await withWatch({ store }, (transaction, watch) =>
      takeChanges(transaction, watch, [put(fresh)], n),
    )
    times.push(performance.now() - start)
    reached += alerts.reduce((sum, alert) => sum + alert.devices, 0)
  }
  times.sort((a, b) => a - b)
  const p99 = times[Math.floor(times.length * 0.99)] ?? 0
  const many = popular
    .slice(0, changed)
    .map((each) => put({ ...each, modified: each.modified + 1, summary: `${each.summary} ` }))
  const start = performance.now()
  await withWatch({ store }, (transaction, watch) => takeChanges(transaction, watch, many, 1))
  const durable = (performance.now() - start) / 1000
  const cold = performance.now()
  await store.transact(loaded)
  const rebuild = (performance.now() - cold) / 1000
  await store.close()
  const fleet = `${devices} devices, ${releases} releases, ${advisories.length} advisories`
  return [
    atMost({
      name: 'soup-fleet-new',
      value: p99,
      unit: 'ms (p99)',
      against: `${wall}; ${fleet}; ${reached} devices reached`,
      bar: 10,
      aim: 10,
    }),
    atMost({
      name: 'soup-fleet-5000',
      value: durable,
      unit: 's',
      against: `${wall}; durable`,
      bar: 5,
      aim: 2,
    }),
    atMost({
      name: 'soup-fleet-rebuild',
      value: rebuild,
      unit: 's',
      against: `${wall}; states from scratch`,
      bar: 60,
      aim: 30,
    }),
  ]
}

function advisoriesOf(data: string): Advisory[] {
  const newest = new Map<string, Advisory>()
  for (const name of readdirSync(join(data, 'advisories'))) {
    if (!name.endsWith('.jsonl.zst')) continue
    const read = readAdvisories(zstdDecompressSync(readFileSync(join(data, 'advisories', name))))
    if (read.ok) for (const each of read.advisories) newest.set(`${each.source}\n${each.id}`, each)
  }
  return [...newest.values()]
}

/** The example pump's device file in as many versions as there are classes: each alert is judged by one of them. */
function classFiles(): ClassFileText[] {
  const text = readFileSync(new URL('../examples/infusion-pump/device.yaml', import.meta.url), 'utf8')
  return Array.from({ length: classes }, (_, index) =>
    classFileText({ deviceFile: `${text}\n# class ${index}\n`, includes: {} }),
  )
}

function sbomsOf(data: string): RunningSbom[] {
  return readdirSync(join(data, 'sboms'))
    .filter((name) => /^cdx.*\.json\.zst$/.test(name))
    .map((name) => zstdDecompressSync(readFileSync(join(data, 'sboms', name))).toString('utf8'))
    .map(runningSbom)
}
