/**
 * 10,000 real components against every advisory of the folder that `PERICARD_SOUP_DATA` names (`advisories/` and
 * `sboms/bom-shelter-lab-components.jsonl.zst`), in process and as `pericard soup scan`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdvisoryIndex, readSbom, type Sbom, scanSbom } from '@pericard/soup'
import { atMost, type BenchRow, median } from './bench.ts'
import { cycloneDxOf, pericardSoup, type Row, rowsOfSboms, withIndex } from './soup-data.ts'

const rounds = 15
const componentsWanted = 10_000

export async function run(): Promise<BenchRow[]> {
  const folder = process.env['PERICARD_SOUP_DATA']
  if (folder === undefined) return [absent()]
  const work = mkdtempSync(join(tmpdir(), 'pericard-bench-'))
  try {
    return await Promise.resolve(measure(folder, work))
  } finally {
    rmSync(work, { recursive: true })
  }
}

function absent(): BenchRow {
  const against = 'folder of PERICARD_SOUP_DATA absent'
  return { name: 'soup-match', value: 0, unit: 'ms', against, bar: 25, aim: 8, met: false }
}

function measure(folder: string, work: string): BenchRow[] {
  const [indexPath, sbomPath] = [join(work, 'all.idx'), join(work, 'sbom.json')]
  pericardSoup(['index', '--advisories', join(folder, 'advisories'), '--out', indexPath], 0)
  writeFileSync(sbomPath, sbomOf(folder))
  const read = readSbom(readFileSync(sbomPath))
  if (!read.ok) throw new Error(`the SBOM of the benchmark is refused: ${JSON.stringify(read.issues[0])}`)
  const opens = times(() => withIndex(indexPath, (index) => index.advisoryCount))
  const matches = withIndex(indexPath, (index) => {
    const against = `${componentsWanted} components, ${index.advisoryCount} advisories, in process`
    // A server has compiled this long ago; what a cold start costs is in soup-scan.
    for (let round = 0; round < rounds; round++) scan(read.sbom, index)
    // Components that no scan has seen, as they come out of a reader.
    const fresh = Array.from({ length: rounds + 1 }, () => structuredClone(read.sbom))
    return { against, value: median(times(() => scan(fresh.pop() ?? read.sbom, index))) }
  })
  const scans = times(() => pericardSoup(['scan', sbomPath, '--advisories', indexPath], 1))
  const megabytes = readFileSync(indexPath).length / 1_000_000
  const wall = 'wall time'
  return [
    atMost({
      name: 'soup-match',
      value: matches.value,
      unit: 'ms',
      against: matches.against,
      bar: 25,
      aim: 8,
    }),
    atMost({
      name: 'soup-scan',
      value: median(scans),
      unit: 'ms',
      against: 'whole process',
      bar: 500,
      aim: 250,
    }),
    atMost({ name: 'soup-index-open', value: median(opens), unit: 'ms', against: wall, bar: 100, aim: 10 }),
    atMost({ name: 'soup-index-size', value: megabytes, unit: 'MB', against: 'on disk', bar: 60, aim: 30 }),
  ]
}

function scan(sbom: Sbom, index: AdvisoryIndex): void {
  const { counts } = scanSbom({ sbom, advisories: index, now: 0 })
  const all = Object.values(counts).reduce((sum, count) => sum + count)
  if (all !== componentsWanted || counts.affected === 0)
    throw new Error('the scan of the benchmark found nothing')
}

function times(what: () => unknown): number[] {
  // The first run reads what later ones find in memory, and fills the code cache.
  what()
  return Array.from({ length: rounds }, () => {
    const from = performance.now()
    what()
    return performance.now() - from
  })
}

/** A CycloneDX document of different components, evenly from all SBOMs. */
function sbomOf(folder: string): string {
  const different = new Set(rowsOfSboms(folder).flatMap((rows) => rows.map((row) => JSON.stringify(row))))
  const step = Math.floor(different.size / componentsWanted)
  const chosen = [...different].filter((_, index) => index % step === 0).slice(0, componentsWanted)
  return cycloneDxOf(chosen.map((text) => JSON.parse(text) as Row))
}
