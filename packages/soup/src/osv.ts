import { fromUtf8, JsonError, parseJson } from '@pericard/base'
import { soupLimits } from './limits.ts'
import type { SoupIssue } from './sbom/types.ts'
import { isRecord, show } from './untrusted.ts'

export interface RangeEvent {
  readonly kind: 'introduced' | 'fixed' | 'last_affected' | 'limit'
  readonly version: string
}

export interface AffectedRange {
  readonly type: string
  readonly events: readonly RangeEvent[]
}

export interface Affected {
  readonly ecosystem: string
  readonly name: string
  readonly ranges: readonly AffectedRange[]
  readonly versions: ReadonlySet<string>
}

/** One OSV record, reduced to what matching needs. */
export interface Advisory {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly modified: number
  readonly withdrawn: boolean
  readonly aliases: readonly string[]
  readonly summary: string
  /** CVSS vector, the newest version where several are given. */
  readonly cvss?: string
  readonly affected: readonly Affected[]
}

export type AdvisoriesResult =
  | { readonly ok: true; readonly advisories: readonly Advisory[] }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }

/** Thrown inside this file only, to leave a record at its first fault. */
class Fault extends Error {}

/**
 * Reads OSV records (schema 1.x): one object, a list, or one object per line. All or nothing, since a feed that lost a
 * record in silence would answer "not affected" for what the record names. Fields that matching does not use may be
 * anything.
 */
export function readOsv(bytes: Uint8Array): AdvisoriesResult {
  if (bytes.length > soupLimits.advisoryFeedBytesMax) {
    return refused('', `it has ${bytes.length} bytes, at most ${soupLimits.advisoryFeedBytesMax} are taken`)
  }
  const text = fromUtf8(bytes)
  if (text === undefined) return refused('', 'it is not UTF-8')
  const advisories: Advisory[] = []
  const issues: SoupIssue[] = []
  for (const { path, json } of records(text)) {
    try {
      advisories.push(readAdvisory(typeof json === 'function' ? json() : json))
    } catch (error) {
      if (!(error instanceof Fault) && !(error instanceof JsonError)) throw error
      issues.push({ path, message: error.message })
      if (issues.length >= soupLimits.issuesMax) break
    }
  }
  if (issues.length === 0 && advisories.length === 0) return refused('', 'it holds no advisory')
  return issues.length > 0 ? { ok: false, issues } : { ok: true, advisories }
}

interface Entry {
  readonly path: string
  readonly json: unknown
}

function* records(text: string): Generator<Entry> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const perLine =
    lines.length > 0 &&
    lines.every((line) => line.trimStart().startsWith('{')) &&
    lines[0]?.trimEnd().endsWith('}')
  if (perLine === true) {
    for (const [index, line] of lines.entries()) {
      yield { path: `line ${index + 1}`, json: () => parseJson(line, recordLimits) }
    }
    return
  }
  let whole: unknown
  try {
    whole = parseJson(text, { ...recordLimits, charactersMax: soupLimits.advisoryFeedBytesMax })
  } catch (error) {
    yield { path: '', json: () => rethrow(error) }
    return
  }
  if (!Array.isArray(whole)) yield { path: '', json: whole }
  else for (const [index, json] of whole.entries()) yield { path: `/${index}`, json }
}

const recordLimits = {
  charactersMax: soupLimits.advisoryCharactersMax,
  depthMax: soupLimits.advisoryDepthMax,
}

function rethrow(error: unknown): never {
  throw error
}

function readAdvisory(record: unknown): Advisory {
  if (!isRecord(record)) throw new Fault(`found ${show(record)}, wanted an OSV record`)
  const id = record['id']
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(id)) throw new Fault('an OSV record needs an id')
  const modified = timestamp(record['modified'], `${id}: modified`)
  const cvss = vectorOf(record['severity'])
  return {
    id,
    modified,
    withdrawn: record['withdrawn'] !== undefined && record['withdrawn'] !== null,
    // `upstream` is how a distribution's advisory names the CVEs that it fixes (OSV schema 1.7).
    aliases: [
      ...new Set([
        ...texts(record['aliases'], `${id}: aliases`),
        ...texts(record['upstream'], `${id}: upstream`),
      ]),
    ],
    summary: summaryOf(record),
    ...(cvss === undefined ? {} : { cvss }),
    affected: list(record['affected'], `${id}: affected`).flatMap((entry) => readAffected(entry, id)),
  }
}

function readAffected(entry: unknown, id: string): Affected[] {
  if (!isRecord(entry)) throw new Fault(`${id}: found ${show(entry)} in affected`)
  const named = entry['package']
  // An entry for a repository alone (GIT ranges) names no package and matches none.
  if (named === undefined) return []
  if (!isRecord(named) || typeof named['ecosystem'] !== 'string' || typeof named['name'] !== 'string') {
    throw new Fault(`${id}: an affected package needs ecosystem and name`)
  }
  return [
    {
      ecosystem: named['ecosystem'],
      name: named['name'],
      ranges: list(entry['ranges'], `${id}: ranges`).map((range) => readRange(range, id)),
      versions: new Set(texts(entry['versions'], `${id}: versions`)),
    },
  ]
}

function readRange(range: unknown, id: string): AffectedRange {
  if (!isRecord(range) || typeof range['type'] !== 'string') throw new Fault(`${id}: a range needs a type`)
  const events = list(range['events'], `${id}: events`).flatMap((event): RangeEvent[] => {
    if (!isRecord(event)) throw new Fault(`${id}: found ${show(event)} in events`)
    return (['introduced', 'fixed', 'last_affected', 'limit'] as const).flatMap((kind) => {
      const version = event[kind]
      if (version === undefined) return []
      if (typeof version !== 'string') throw new Fault(`${id}: ${kind} is ${show(version)}, wanted text`)
      return [{ kind, version }]
    })
  })
  if (!events.some(({ kind }) => kind === 'introduced')) {
    throw new Fault(`${id}: a range needs an introduced event`)
  }
  return { type: range['type'], events }
}

function vectorOf(severity: unknown): string | undefined {
  if (!Array.isArray(severity)) return undefined
  const vectors = severity.flatMap((entry: unknown) => {
    const score = isRecord(entry) ? entry['score'] : undefined
    return typeof score === 'string' ? [score] : []
  })
  // "CVSS:4.0" > "CVSS:3.1" > "AV:…" (2.0) in text order but for the last.
  return (
    vectors
      .filter((text) => text.startsWith('CVSS:'))
      .sort()
      .at(-1) ?? vectors[0]
  )
}

function summaryOf(record: Readonly<Record<string, unknown>>): string {
  const [summary, details] = [record['summary'], record['details']]
  const full =
    typeof summary === 'string' && summary !== '' ? summary : typeof details === 'string' ? details : ''
  // Control characters would reach a terminal (CWE-150).
  const line = full.replace(/[\p{Cc}\s]+/gu, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}

function timestamp(value: unknown, what: string): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (!Number.isFinite(at)) throw new Fault(`${what}: wanted an RFC 3339 time`)
  return at
}

function list(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new Fault(`${what}: found ${show(value)}, wanted a list`)
  return value
}

function texts(value: unknown, what: string): string[] {
  return list(value, what).map((entry) => {
    if (typeof entry !== 'string') throw new Fault(`${what}: found ${show(entry)}, wanted text`)
    return entry
  })
}

function refused(path: string, message: string): AdvisoriesResult {
  return { ok: false, issues: [{ path, message }] }
}
