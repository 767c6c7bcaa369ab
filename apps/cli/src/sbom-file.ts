import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { readSbom, type Sbom, soupLimits } from '@pericard/soup/scan'

export type ReadSbomFile =
  | { readonly ok: true; readonly sbom: Sbom }
  | { readonly ok: false; readonly lines: readonly string[] }

/** Reads an SBOM file within its limits, or says in lines what is wrong with it. It may be packed with gzip or zstd. */
export function readSbomFile(path: string): ReadSbomFile {
  const { size } = statSync(path)
  if (size > soupLimits.sbomBytesMax) {
    return { ok: false, lines: [`${path}: has ${size} bytes, at most ${soupLimits.sbomBytesMax} are taken`] }
  }
  const bytes = unpacked(path, readFileSync(path))
  if (typeof bytes === 'string') return { ok: false, lines: [`${path}: ${bytes}`] }
  const read = readSbom(bytes)
  if (read.ok) return read
  return {
    ok: false,
    lines: read.issues.map(
      (issue) => `${path}${issue.path === '' ? '' : `#${issue.path}`}: ${issue.message}`,
    ),
  }
}

/** A text says what is wrong. A packed file stops at the limit of a plain one, however small it is (CWE-409). */
function unpacked(path: string, bytes: Uint8Array): Uint8Array | string {
  const unpack = path.endsWith('.zst') ? zstdDecompressSync : path.endsWith('.gz') ? gunzipSync : undefined
  if (unpack === undefined) return bytes
  const most = soupLimits.sbomBytesMax
  try {
    return unpack(bytes, { maxOutputLength: most })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    return `cannot be unpacked within ${most} bytes: ${String(error.code)}`
  }
}

const sbomName = /\.(?:json|xml|spdx)(?:\.gz|\.zst)?$/i

/** The files, and of each folder those that are SBOMs by their names, at any depth. Others are counted. */
export function sbomFilesIn(paths: readonly string[]): {
  readonly files: readonly string[]
  readonly passedOver: number
} {
  const files: string[] = []
  let passedOver = 0
  for (const path of paths) {
    if (!statSync(path).isDirectory()) {
      files.push(path)
      continue
    }
    const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    )
    const named = entries.filter(({ name }) => sbomName.test(name))
    passedOver += entries.length - named.length
    files.push(...named.map(({ parentPath, name }) => join(parentPath, name)).sort())
  }
  return { files, passedOver }
}
