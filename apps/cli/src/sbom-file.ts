import { readFileSync, statSync } from 'node:fs'
import { readSbom, type Sbom, soupLimits } from '@pericard/soup/scan'

export type ReadSbomFile =
  | { readonly ok: true; readonly sbom: Sbom }
  | { readonly ok: false; readonly lines: readonly string[] }

/** Reads an SBOM file within its limits, or says in lines what is wrong with it. */
export function readSbomFile(path: string): ReadSbomFile {
  const { size } = statSync(path)
  if (size > soupLimits.sbomBytesMax) {
    return { ok: false, lines: [`${path}: has ${size} bytes, at most ${soupLimits.sbomBytesMax} are taken`] }
  }
  const read = readSbom(readFileSync(path))
  if (read.ok) return read
  return {
    ok: false,
    lines: read.issues.map(
      (issue) => `${path}${issue.path === '' ? '' : `#${issue.path}`}: ${issue.message}`,
    ),
  }
}
