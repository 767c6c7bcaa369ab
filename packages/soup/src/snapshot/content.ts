/** What a snapshot holds: one line for each advisory record, sorted, so that equal data is equal bytes. */
import { createHash } from 'node:crypto'
import { canonicalJson, fromUtf8, utf8 } from '@pericard/base'
import { readAdvisories } from '../advisories/index.ts'
import type { AdvisoryData } from '../advisories/types.ts'
import { SnapshotError } from './errors.ts'
import { snapshotLimits } from './limits.ts'

/** Records of one source. */
export interface Feed {
  readonly name: string
  readonly records: readonly unknown[]
}

/** What has to happen to one content to make another of it. */
export interface Changes {
  /** SHA-256 in hex of lines that are taken out. */
  readonly gone: readonly string[]
  readonly added: readonly string[]
}

/** The lines of feeds: canonical JSON (RFC 8785) of `[feed, record]`, each once, in the order of their UTF-8 bytes. */
export function contentOf(feeds: readonly Feed[]): string[] {
  const lines = new Set<string>()
  for (const { name, records } of feeds)
    for (const record of records) lines.add(canonicalJson([name, record]))
  return inOrder([...lines])
}

/** The lines as bytes, each with a line feed. @throws {SnapshotError} `SNAPSHOT_TOO_LARGE` */
export function contentBytes(lines: readonly string[]): Uint8Array {
  const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
  if (size > snapshotLimits.contentBytesMax)
    throw new SnapshotError(
      'SNAPSHOT_TOO_LARGE',
      `The advisories are too large for a snapshot: ${size} bytes, at most ${snapshotLimits.contentBytesMax} are taken`,
    )
  const bytes = Buffer.alloc(size)
  let at = 0
  for (const line of lines) {
    at += bytes.write(line, at)
    bytes[at++] = 0x0a
  }
  return bytes
}

/** The lines of such bytes. @throws {SnapshotError} `SNAPSHOT_FORMAT` */
export function linesOf(bytes: Uint8Array): string[] {
  const lines: string[] = []
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(0x0a, from)
    const line = end < 0 ? undefined : fromUtf8(bytes.subarray(from, end))
    if (line === undefined)
      throw new SnapshotError('SNAPSHOT_FORMAT', unread(lines.length, 'is cut or no UTF-8'))
    lines.push(line)
    from = end + 1
  }
  return lines
}

/** SHA-256 in hex of a line, which names it in a delta. */
export function lineHash(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}

/** What leads from one content to another. */
export function changesBetween(before: readonly string[], after: readonly string[]): Changes {
  const [old, present] = [new Set(before), new Set(after)]
  return {
    gone: before.filter((line) => !present.has(line)).map(lineHash),
    added: after.filter((line) => !old.has(line)),
  }
}

/**
 * Applies changes.
 *
 * @throws {SnapshotError} `SNAPSHOT_WRONG_BASE` where a line is to go that is not there, or comes that is there.
 */
export function withChanges(lines: readonly string[], { gone, added }: Changes): string[] {
  const missing = new Set(gone)
  const kept = lines.filter((line) => !missing.delete(lineHash(line)))
  const known = new Set(kept)
  if (missing.size > 0 || added.some((line) => known.has(line)))
    throw new SnapshotError('SNAPSHOT_WRONG_BASE', 'The delta does not fit: it was made for other advisories')
  return inOrder([...kept, ...added])
}

/** The body of a delta: lines that go as `-` and their hash, then lines that come as `+` and the line. */
export function deltaBytes({ gone, added }: Changes): Uint8Array {
  return contentBytes([
    ...gone.map((hash) => `-${hash}`).sort(),
    ...inOrder([...added]).map((line) => `+${line}`),
  ])
}

/** Reads the body of a delta. @throws {SnapshotError} `SNAPSHOT_FORMAT` */
export function changesOf(bytes: Uint8Array): Changes {
  const [gone, added]: [string[], string[]] = [[], []]
  for (const [index, line] of linesOf(bytes).entries()) {
    if (line.startsWith('+')) added.push(line.slice(1))
    else if (/^-[0-9a-f]{64}$/.test(line)) gone.push(line.slice(1))
    else throw new SnapshotError('SNAPSHOT_FORMAT', unread(index, 'neither adds nor takes out a record'))
  }
  return { gone, added }
}

/**
 * What the records of a content say, each feed through the readers of advisories.
 *
 * @throws {SnapshotError} `SNAPSHOT_FORMAT` where one cannot be read: data that lost a record would answer "not affected" for it.
 */
export function advisoriesIn(lines: readonly string[]): AdvisoryData {
  const data: {
    advisories: AdvisoryData['advisories'][number][]
    mappings: AdvisoryData['mappings'][number][]
  } = {
    advisories: [],
    mappings: [],
  }
  const counts = new Map<string, number>()
  for (const { name, records } of feedsIn(lines)) {
    const read = readAdvisories(utf8(records.join('\n')))
    if (!read.ok) {
      const [issue] = read.issues
      throw new SnapshotError(
        'SNAPSHOT_FORMAT',
        `Cannot read ${name}: ${issue?.path ?? ''}: ${issue?.message ?? ''}`,
      )
    }
    for (const advisory of read.advisories) data.advisories.push(advisory)
    for (const mapping of read.mappings) data.mappings.push(mapping)
    for (const [reason, times] of Object.entries(read.notUnderstood))
      counts.set(reason, (counts.get(reason) ?? 0) + times)
  }
  const notUnderstood = Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...data, notUnderstood }
}

/** Records of one feed, as JSON texts. */
interface FeedTexts {
  readonly name: string
  readonly records: readonly string[]
}

/** The feeds of a content, in name order. @throws {SnapshotError} `SNAPSHOT_FORMAT` */
export function feedsIn(lines: readonly string[]): FeedTexts[] {
  const feeds = new Map<string, string[]>()
  for (const [index, line] of lines.entries()) {
    const [, name, record] = /^\["([\x21\x23-\x5b\x5d-\x7e]{1,128})",(\{.*\})\]$/.exec(line) ?? []
    if (name === undefined || record === undefined)
      throw new SnapshotError('SNAPSHOT_FORMAT', unread(index, 'is no feed with a record'))
    const known = feeds.get(name)
    if (known === undefined) feeds.set(name, [record])
    else known.push(record)
  }
  return [...feeds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, records]) => ({ name, records }))
}

/** JavaScript compares UTF-16, which differs from the order of bytes above U+FFFF. */
function inOrder(lines: string[]): string[] {
  const plain = lines.every((line) => !/[\ud800-\udfff]/.test(line))
  if (plain) return lines.sort()
  return lines
    .map((line) => ({ line, bytes: Buffer.from(line) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ line }) => line)
}

function unread(index: number, what: string): string {
  return `Cannot read the snapshot: line ${index + 1} ${what}`
}
