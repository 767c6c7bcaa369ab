import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import {
  type Advisory,
  type AdvisoryData,
  type CpeMapping,
  readAdvisories as readFeed,
  type SoupIssue,
} from '@pericard/soup'

/** Bytes of one feed, unpacked; a packed one stops there too, however small its file is. */
const feedBytesMax = 512 * 1024 * 1024
const feedName = /\.(json|jsonl|ndjson)(\.gz|\.zst)?$/

export interface ReadAdvisories extends AdvisoryData {
  readonly issues: readonly SoupIssue[]
}

/**
 * Reads advisories of any known format from a file, or from every `.json`, `.jsonl` and `.ndjson` file of a folder (each
 * may be packed with gzip or zstd), in name order. `.meta.json` files describe a feed and are none.
 */
export function readAdvisories(path: string): ReadAdvisories {
  const files = advisoryFiles(path)
  const issues: SoupIssue[] = files.length === 0 ? [{ path, message: 'holds no advisory file' }] : []
  const advisories: Advisory[] = []
  const mappings: CpeMapping[] = []
  const counts = new Map<string, number>()
  for (const file of files) {
    const bytes = unpacked(file, issues)
    const result = bytes === undefined ? undefined : readFeed(bytes)
    if (result?.ok === false) {
      issues.push(...result.issues.map((issue) => ({ ...issue, path: `${file} ${issue.path}`.trimEnd() })))
    }
    if (result?.ok !== true) continue
    for (const advisory of result.advisories) advisories.push(advisory)
    for (const mapping of result.mappings) mappings.push(mapping)
    for (const [reason, times] of Object.entries(result.notUnderstood)) {
      counts.set(reason, (counts.get(reason) ?? 0) + times)
    }
  }
  return { advisories, mappings, notUnderstood: Object.fromEntries(counts), issues }
}

/** The file, or those of a folder that hold advisories. */
export function advisoryFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => feedName.test(name) && !name.endsWith('.meta.json'))
    .sort()
    .map((name) => join(path, name))
}

/** The bytes of a feed, or `undefined` and an issue. */
export function unpacked(file: string, issues: SoupIssue[]): Uint8Array | undefined {
  const { size } = statSync(file)
  if (size > feedBytesMax) {
    issues.push({ path: file, message: `has ${size} bytes, at most ${feedBytesMax} are taken` })
    return undefined
  }
  const bytes = readFileSync(file)
  const unpack = file.endsWith('.zst') ? zstdDecompressSync : file.endsWith('.gz') ? gunzipSync : undefined
  if (unpack === undefined) return bytes
  try {
    return unpack(bytes, { maxOutputLength: feedBytesMax })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    const message = `cannot be unpacked within ${feedBytesMax} bytes: ${String(error.code)}`
    issues.push({ path: file, message })
    return undefined
  }
}
