/** Real components and a compiled index of real advisories, for the benchmarks of SOUP. */
import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { zstdDecompressSync } from 'node:zlib'
import { type AdvisoryIndex, type IndexSource, openIndex } from '@pericard/soup'

const pericard = new URL('../apps/cli/bin/pericard.js', import.meta.url).pathname

/** One component of the reduced SBOMs: name, version, purl, CPE names. */
export interface Row {
  readonly n?: string
  readonly v?: string
  readonly p?: string
  readonly c?: readonly string[]
}

/** The components of each SBOM of the data folder. */
export function rowsOfSboms(folder: string): Row[][] {
  const packed = readFileSync(join(folder, 'sboms', 'bom-shelter-lab-components.jsonl.zst'))
  const lines = zstdDecompressSync(packed).toString().split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { components: Row[] }).components)
}

/** A CycloneDX document. What has no name is left out, since a component needs one. */
export function cycloneDxOf(rows: readonly Row[]): string {
  const components = rows
    .filter(({ n = '' }) => n.trim() !== '')
    .map(({ n, v, p, c }, index) => {
      const cpe = c?.[0]
      return {
        type: 'library',
        'bom-ref': String(index),
        name: n,
        ...(v === undefined || v === '' ? {} : { version: v }),
        ...(p === undefined ? {} : { purl: p }),
        ...(cpe === undefined ? {} : { cpe }),
      }
    })
  return JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components })
}

/** Runs `pericard soup …` and wants an exit code. */
export function pericardSoup(given: readonly string[], wanted: number): void {
  const { status, stderr } = spawnSync(process.execPath, [pericard, 'soup', ...given], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  if (status !== wanted) throw new Error(`pericard soup ${given[0]} ended with ${status}: ${stderr}`)
}

/** Opens a compiled index for as long as it is used. */
export function withIndex<Result>(path: string, use: (index: AdvisoryIndex) => Result): Result {
  const file = openSync(path, 'r')
  try {
    const source: IndexSource = {
      size: fstatSync(file).size,
      read: (at, length) => {
        const bytes = new Uint8Array(length)
        return bytes.subarray(0, readSync(file, bytes, 0, length, at))
      },
    }
    return use(openIndex(source))
  } finally {
    closeSync(file)
  }
}
