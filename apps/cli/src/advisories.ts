import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Advisory, readOsv, type SoupIssue } from '@pericard/soup'

const feedBytesMax = 512 * 1024 * 1024

/** Reads OSV records from a file, or from every `.json`, `.jsonl` and `.ndjson` file of a folder, in name order. */
export function readAdvisories(path: string): {
  readonly advisories: readonly Advisory[]
  readonly issues: readonly SoupIssue[]
} {
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => /\.(json|jsonl|ndjson)$/.test(name))
        .sort()
        .map((name) => join(path, name))
    : [path]
  if (files.length === 0) return { advisories: [], issues: [{ path, message: 'holds no advisory file' }] }
  const advisories: Advisory[] = []
  const issues: SoupIssue[] = []
  for (const file of files) {
    const { size } = statSync(file)
    if (size > feedBytesMax) {
      issues.push({ path: file, message: `has ${size} bytes, at most ${feedBytesMax} are taken` })
      continue
    }
    const result = readOsv(readFileSync(file))
    if (result.ok) for (const advisory of result.advisories) advisories.push(advisory)
    else issues.push(...result.issues.map((issue) => ({ ...issue, path: `${file} ${issue.path}`.trimEnd() })))
  }
  return { advisories, issues }
}
