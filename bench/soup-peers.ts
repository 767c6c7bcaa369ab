/**
 * `pericard soup scan` beside scanners from npm, process against process, on one set of data: every npm package of the
 * SBOMs and every npm advisory of the folder that `PERICARD_SOUP_DATA` names. `SOUP_PEERS` names the folder where the
 * peers are installed, `SOUP_PEERS_NODE` the Node that their native module was built for.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { type Advisory, parsePurl, readAdvisories } from '@pericard/soup'
import { atLeast, type BenchRow, interleaved } from './bench.ts'
import { cycloneDxOf, pericardSoup, type Row, rowsOfSboms } from './soup-data.ts'

const rounds = 9
const peers = {
  'cve-lite': { name: 'soup-scan-cve-lite', package: 'cve-lite-cli' },
  'osv-offline': { name: 'soup-scan-osv-offline', package: '@renovatebot/osv-offline-db' },
} as const
type Peer = keyof typeof peers

export async function run(): Promise<BenchRow[]> {
  const [data, home] = [process.env['PERICARD_SOUP_DATA'], process.env['SOUP_PEERS']]
  const found = Object.entries(peers).flatMap(([peer, { package: name }]): [Peer, string][] => {
    const at = home === undefined ? '' : join(home, 'node_modules', name)
    return existsSync(join(at, 'package.json')) ? [[peer as Peer, at]] : []
  })
  const absent = Object.entries(peers)
    .filter(([peer]) => data === undefined || !found.some(([each]) => each === peer))
    .map(([peer, { name }]) => ({ ...row(name), value: 0, against: `${peer} absent`, met: false }))
  if (data === undefined || found.length === 0) return absent
  const work = mkdtempSync(join(tmpdir(), 'pericard-bench-'))
  try {
    return [...(await measure(data, work, new Map(found))), ...absent]
  } finally {
    rmSync(work, { recursive: true })
  }
}

function row(name: string): Pick<BenchRow, 'name' | 'unit' | 'bar' | 'aim'> {
  return { name, unit: 'x speed', bar: 1, aim: 2 }
}

async function measure(data: string, work: string, found: ReadonlyMap<Peer, string>): Promise<BenchRow[]> {
  const packages = packagesOf(rowsOfSboms(data).flat())
  const [sbom, index, osv] = [join(work, 'sbom.json'), join(work, 'npm.idx'), join(work, 'osv.jsonl')]
  writeFileSync(sbom, cycloneDxOf(packages.map(({ row: each }) => each)))
  writeFileSync(osv, osvLinesOf(data).join('\n'))
  pericardSoup(['index', '--advisories', osv, '--out', index], 0)
  const node = process.env['SOUP_PEERS_NODE'] ?? process.execPath
  const runs: Record<string, () => void> = {
    pericard: () => {
      pericardSoup(['scan', sbom, '--advisories', index], 1)
    },
  }
  const cveLite = found.get('cve-lite')
  if (cveLite !== undefined) runs['cve-lite'] = cveLiteRun(node, cveLite, work, osv, packages)
  const offline = found.get('osv-offline')
  if (offline !== undefined) runs['osv-offline'] = offlineRun(offline, work, osv, packages)
  for (const each of Object.values(runs)) each()
  const times = await interleaved(runs, rounds)
  const own = times['pericard'] ?? Number.NaN
  return [...found].map(([peer, at]) => {
    const took = times[peer] ?? Number.NaN
    const { version } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')) as { version: string }
    const said = `${Math.round(took)} ms, pericard ${Math.round(own)} ms`
    const against = `${peer} ${version}, ${packages.length} npm packages: ${said}`
    return atLeast({ ...row(peers[peer].name), value: took / own, against })
  })
}

interface Package {
  readonly name: string
  readonly version: string
  readonly row: Row
}

/** Different npm packages of all SBOMs. */
function packagesOf(rows: readonly Row[]): Package[] {
  const packages = new Map<string, Package>()
  for (const each of rows) {
    const parsed = each.p?.startsWith('pkg:npm/') === true ? parsePurl(each.p) : undefined
    if (parsed?.ok !== true || parsed.purl.version === undefined) continue
    const { namespace, name, version } = parsed.purl
    const whole = namespace === undefined ? name : `${namespace}/${name}`
    packages.set(`${whole}@${version}`, {
      name: whole,
      version,
      row: { n: whole, v: version, p: each.p ?? '' },
    })
  }
  return [...packages.values()]
}

/** The npm advisories of the data as OSV records, which all take. */
function osvLinesOf(data: string): string[] {
  const folder = join(data, 'advisories')
  return readdirSync(folder)
    .filter((name) => /npm/.test(name) && name.endsWith('.jsonl.zst'))
    .flatMap((name) => {
      const read = readAdvisories(zstdDecompressSync(readFileSync(join(folder, name))))
      return read.ok ? read.advisories.flatMap(osvOf) : []
    })
}

function osvOf({ id, modified, aliases, summary, affected }: Advisory): string[] {
  const npm = affected.flatMap(({ ecosystem, name, ranges }) => {
    if (ecosystem !== 'npm') return []
    // OSV has no bound that leaves its own version out.
    const sayable = ranges.filter((range) => range.events.some(({ kind }) => kind === 'introduced'))
    const events = sayable.map((range) => ({
      type: 'SEMVER',
      events: range.events.flatMap(({ kind, version }) =>
        kind === 'above' || kind === 'limit' ? [] : [{ [kind]: version }],
      ),
    }))
    const purl = `pkg:npm/${name.replace('@', '%40')}`
    return [{ package: { ecosystem, name, purl }, ranges: events }]
  })
  const record = { id, modified: new Date(modified).toISOString(), aliases, summary, affected: npm }
  return npm.length === 0 ? [] : [JSON.stringify(record)]
}

/** A lock file of the packages, and a database filled by the peer's own code. */
function cveLiteRun(
  node: string,
  at: string,
  work: string,
  osv: string,
  packages: readonly Package[],
): () => void {
  const [project, database] = [join(work, 'project'), join(work, 'cve-lite.db')]
  mkdirSync(project)
  const locked = packages.map(({ name, version }, index): [string, object] => {
    return [`node_modules/p${index}/node_modules/${name}`, { version, name }]
  })
  const root = { name: 'all', version: '1.0.0' }
  writeFileSync(join(project, 'package.json'), JSON.stringify(root))
  writeFileSync(
    join(project, 'package-lock.json'),
    JSON.stringify({ ...root, lockfileVersion: 3, packages: { '': root, ...Object.fromEntries(locked) } }),
  )
  started(node, [new URL('cve-lite-fill.mjs', import.meta.url).pathname, at, database, osv], {})
  const given = [project, '--offline-db', database, '--offline']
  // It exits 1 for findings.
  return () => {
    started(node, [join(at, 'dist', 'index.js'), ...given], {}, [0, 1])
  }
}

/** It looks names up and compares no versions, so this is the least that a scan with it takes. */
function offlineRun(at: string, work: string, osv: string, packages: readonly Package[]): () => void {
  const root = join(work, 'osv-offline')
  mkdirSync(root)
  writeFileSync(join(root, 'npm.nedb'), readFileSync(osv))
  const names = join(work, 'names.json')
  writeFileSync(names, JSON.stringify(packages.map(({ name }) => name)))
  const script = new URL('osv-offline-queries.mjs', import.meta.url).pathname
  return () => {
    started(process.execPath, [script, at, names], { OSV_OFFLINE_ROOT_DIR: root })
  }
}

function started(
  node: string,
  given: readonly string[],
  env: Readonly<Record<string, string>>,
  wanted: readonly number[] = [0],
): void {
  const { status, stdout, stderr } = spawnSync(node, given, {
    ...{ encoding: 'utf8', maxBuffer: 1 << 30, env: { ...process.env, ...env, NO_COLOR: '1' } },
  })
  if (status === null || !wanted.includes(status))
    throw new Error(`${given[0]} ended with ${status}: ${stderr.slice(-500)} ${stdout.slice(-500)}`)
}
