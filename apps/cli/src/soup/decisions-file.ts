import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { type Decision, emptyRegister, readRegister, registerLine } from '@pericard/soup'

export type ReadDecisions =
  | { readonly ok: true; readonly decisions: readonly Decision[]; readonly head: string }
  | { readonly ok: false; readonly lines: readonly string[] }

/** The register at a path; an empty one where there is no path, or nothing there and `mayBeMissing`. */
export function readDecisions(path: string | undefined, mayBeMissing = false): ReadDecisions {
  if (path === undefined || (mayBeMissing && !existsSync(path)))
    return { ok: true, decisions: [], head: emptyRegister }
  const read = readRegister(readFileSync(path))
  if (read.ok) return read
  return { ok: false, lines: read.issues.map((issue) => `${path}: ${issue.path}: ${issue.message}`) }
}

/** Adds a line, durable when it returns; what is there is never written again. */
export function addDecision(path: string, decision: Decision, head: string): void {
  const file = openSync(path, 'a', 0o644)
  try {
    writeSync(file, registerLine(decision, head))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
