/** A fingerprint of the rules, so that a published score names what it was scored with. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** Entry of the rules, relative to the root of the repository. */
export const rulesEntry = 'packages/analysis/src/rules/index.ts'

/** Reads a source, or says that there is none. */
export type ReadSource = (path: string) => string | undefined

export const readSource: ReadSource = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

/**
 * SHA-256 in hexadecimal over the paths and texts of `entry` and of all that it imports by a relative path, however far.
 * Imports of types alone are not followed: they change nothing that a rule does.
 */
export function fingerprintOf(entry: string, read: ReadSource = readSource): string {
  const sources = new Map<string, string>()
  const waiting = [entry]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (sources.has(path)) continue
    const text = read(path)
    if (text === undefined) throw new Error(`Cannot fingerprint the rules: found no ${path}`)
    sources.set(path, text)
    waiting.push(...importsOf(path, text))
  }
  const hash = createHash('sha256')
  for (const path of [...sources.keys()].sort()) {
    const text = sources.get(path) ?? ''
    hash.update(`${path} ${Buffer.byteLength(text)}\n`).update(text)
  }
  return hash.digest('hex')
}

function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(/^(?:import|export)\s+(?!type\b)[^'"]*?from\s+['"](\.[^'"]+)['"]/gm)].map(
    (found) => normalize(join(dirname(path), found[1] ?? '')).replaceAll('\\', '/'),
  )
}

/** The fingerprint that a results page was made with, if it names one. */
export function frozenFingerprint(results: string): string | undefined {
  return /SHA-256 `([0-9a-f]{64})`/.exec(results)?.[1]
}
