import { readFileSync } from 'node:fs'
import { applyVex, readVex, type Sbom, type VexStatement } from '@pericard/soup'
import type { ReadSbomFile } from './sbom-file.ts'

/** An SBOM with the decisions of OpenVEX files, or in lines what is wrong with one of them. */
export function withDecisions(sbom: Sbom, paths: readonly string[]): ReadSbomFile {
  const statements: VexStatement[] = []
  const notUnderstood = new Map(Object.entries(sbom.notUnderstood))
  for (const path of paths) {
    const read = readVex(readFileSync(path))
    if (!read.ok)
      return { ok: false, lines: read.issues.map((issue) => `${path}#${issue.path}: ${issue.message}`) }
    statements.push(...read.statements)
    for (const [reason, times] of Object.entries(read.notUnderstood)) {
      notUnderstood.set(reason, (notUnderstood.get(reason) ?? 0) + times)
    }
  }
  if (statements.length === 0)
    return { ok: true, sbom: { ...sbom, notUnderstood: Object.fromEntries(notUnderstood) } }
  return {
    ok: true,
    sbom: applyVex({ ...sbom, notUnderstood: Object.fromEntries(notUnderstood) }, statements),
  }
}
