/**
 * All SBOMs of the folder that `PERICARD_SOUP_DATA` names against all its advisories, one after the other in one process.
 * Every round reads the SBOMs anew, so that no name is taken apart before it is measured.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdvisoryIndex, readSbom, type Sbom, scanSbom, SharedResults } from '@pericard/soup'
import { atMost, type BenchRow, median } from './bench.ts'
import { cycloneDxOf, pericardSoup, rowsOfSboms, withIndex } from './soup-data.ts'

const rounds = 5

export async function run(): Promise<BenchRow[]> {
  const folder = process.env['PERICARD_SOUP_DATA']
  const limits = { unit: 'ms', bar: 1000, aim: 1000 }
  if (folder === undefined) {
    const against = 'folder of PERICARD_SOUP_DATA absent'
    return [{ name: 'soup-many-match', value: 0, ...limits, against, met: false }]
  }
  const work = mkdtempSync(join(tmpdir(), 'pericard-bench-'))
  try {
    return await Promise.resolve(measure(folder, work, limits))
  } finally {
    rmSync(work, { recursive: true })
  }
}

function measure(folder: string, work: string, limits: Pick<BenchRow, 'unit' | 'bar' | 'aim'>): BenchRow[] {
  const [indexPath, sboms] = [join(work, 'all.idx'), join(work, 'sboms')]
  pericardSoup(['index', '--advisories', join(folder, 'advisories'), '--out', indexPath], 0)
  const documents = rowsOfSboms(folder).map((rows) => Buffer.from(cycloneDxOf(rows)))
  mkdirSync(sboms)
  for (const [index, document] of documents.entries())
    writeFileSync(join(sboms, `${index}.cdx.json`), document)
  const inProcess = withIndex(indexPath, (index) => {
    // The first round reads the index and fills the code cache.
    return Array.from({ length: rounds + 1 }, () => oneRound(documents, index)).slice(1)
  })
  const whole = Array.from({ length: rounds }, () =>
    timeOf(() => {
      pericardSoup(['scan', sboms, '--advisories', indexPath], 1)
    }),
  )
  const count = `${documents.length} SBOMs`
  const row = (name: string, values: readonly number[], against: string): BenchRow =>
    atMost({ name, value: median(values), ...limits, against })
  return [
    row(
      'soup-many-match',
      inProcess.map(({ matched }) => matched),
      `${count}, read before`,
    ),
    row(
      'soup-many-read',
      inProcess.map(({ read, matched }) => read + matched),
      `${count}, read and matched`,
    ),
    row('soup-many-scan', whole, `${count}, whole process with files`),
  ]
}

function oneRound(documents: readonly Buffer[], index: AdvisoryIndex): { read: number; matched: number } {
  const sboms: Sbom[] = []
  const read = timeOf(() => {
    for (const document of documents) {
      const result = readSbom(document)
      if (!result.ok)
        throw new Error(`an SBOM of the benchmark is refused: ${JSON.stringify(result.issues[0])}`)
      sboms.push(result.sbom)
    }
  })
  let affected = 0
  const matched = timeOf(() => {
    const shared = new SharedResults(index)
    for (const sbom of sboms)
      affected += scanSbom({ sbom, advisories: index, now: 0, shared }).counts.affected
  })
  if (affected === 0) throw new Error('the scans of the benchmark found nothing')
  return { read, matched }
}

function timeOf(what: () => void): number {
  const from = performance.now()
  what()
  return performance.now() - from
}
