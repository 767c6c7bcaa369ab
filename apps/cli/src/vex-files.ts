import { readFileSync } from 'node:fs'
import { applyVex, readVex, type Sbom, type VexStatement } from '@pericard/soup'
import type { ReadSbomFile } from './sbom-file.ts'

/** A VEX file with the name to say where something is wrong. */
export interface VexFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export type ReadStatements =
  | {
      readonly ok: true
      readonly statements: readonly VexStatement[]
      readonly notUnderstood: Readonly<Record<string, number>>
    }
  | { readonly ok: false; readonly lines: readonly string[] }

/** What VEX files state, or in lines what is wrong with one of them. */
export function readStatements(files: readonly VexFile[]): ReadStatements {
  const statements: VexStatement[] = []
  const notUnderstood: Record<string, number> = {}
  for (const { path, bytes } of files) {
    const read = readVex(bytes)
    if (!read.ok)
      return { ok: false, lines: read.issues.map((issue) => `${path}#${issue.path}: ${issue.message}`) }
    statements.push(...read.statements)
    for (const [reason, times] of Object.entries(read.notUnderstood))
      notUnderstood[reason] = (notUnderstood[reason] ?? 0) + times
  }
  return { ok: true, statements, notUnderstood }
}

/** An SBOM with what VEX files state of its components. */
export function withStatements(sbom: Sbom, files: readonly VexFile[]): ReadSbomFile {
  const read = readStatements(files)
  if (!read.ok) return read
  const counted = { ...sbom.notUnderstood }
  for (const [reason, times] of Object.entries(read.notUnderstood))
    counted[reason] = (counted[reason] ?? 0) + times
  const known = { ...sbom, notUnderstood: counted }
  return { ok: true, sbom: read.statements.length === 0 ? known : applyVex(known, read.statements) }
}

/** The same for files by path. */
export function withDecisions(sbom: Sbom, paths: readonly string[]): ReadSbomFile {
  return withStatements(
    sbom,
    paths.map((path) => ({ path, bytes: readFileSync(path) })),
  )
}
