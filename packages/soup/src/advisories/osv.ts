import { isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'
import {
  type AdvisoryFormat,
  Fault,
  identifierOf,
  list,
  newestCvss,
  type Note,
  noVersions,
  optional,
  type Reading,
  summaryOf,
  texts,
  timestamp,
} from './reading.ts'
import type { Affected, AffectedRange, RangeEvent } from './types.ts'

/**
 * Open Source Vulnerability records, schema 1.x. Fields that matching does not use may be anything.
 *
 * @see https://ossf.github.io/osv-schema/
 */
export const osv: AdvisoryFormat = {
  name: 'OSV',
  recognises: (record) => 'id' in record && !('module_name' in record) && !('vulnerableVersions' in record),
  read: readOsvRecord,
}

function readOsvRecord(record: JsonObject, note: Note): Reading {
  const id = identifierOf(record['id'], 'an OSV record')
  const modified = timestamp(record['modified'], `${id}: modified`)
  const entries = list(record['affected'], `${id}: affected`)
  const advisory = {
    id,
    source: 'OSV',
    // The Go database writes year 1 where it does not know.
    modified: Math.max(0, modified),
    withdrawn: record['withdrawn'] !== undefined && record['withdrawn'] !== null,
    // `upstream` is how a distribution's advisory names the CVEs that it fixes (OSV schema 1.7).
    aliases: [
      ...new Set([
        ...texts(record['aliases'], `${id}: aliases`),
        ...texts(record['upstream'], `${id}: upstream`),
        ...distributionFixes(id, record),
      ]),
    ],
    summary: summaryOf(record['summary'], record['details']),
    ...optional('cvss', newestCvss([record, ...entries].flatMap(vectorsOf))),
    affected: entries.flatMap((entry) => readAffected(entry, id, note)),
  }
  return { advisories: [advisory] }
}

/** Older records of AlmaLinux list the CVEs that they fix as `related`, which elsewhere means something weaker. */
function distributionFixes(id: string, record: JsonObject): string[] {
  return /^(AL[SBE]A|RLSA)-/.test(id) ? texts(record['related'], `${id}: related`) : []
}

function vectorsOf(holder: unknown): string[] {
  const severity = isRecord(holder) ? listOf(holder['severity']) : []
  return severity.flatMap((entry) => (isRecord(entry) ? (textOf(entry['score']) ?? []) : []))
}

function readAffected(entry: unknown, id: string, note: Note): Affected[] {
  if (!isRecord(entry)) throw new Fault(`${id}: found ${show(entry)} in affected`)
  const named = entry['package']
  // An entry for a repository alone (GIT ranges) names no package and matches none.
  if (named === undefined) {
    note('OSV: a repository instead of a package')
    return []
  }
  if (!isRecord(named) || typeof named['ecosystem'] !== 'string' || typeof named['name'] !== 'string') {
    throw new Fault(`${id}: an affected package needs ecosystem and name`)
  }
  const ecosystem = named['ecosystem']
  const versions = texts(entry['versions'], `${id}: versions`)
  return [
    {
      ecosystem,
      name: named['name'],
      ranges: list(entry['ranges'], `${id}: ranges`).map((range) => readRange(range, ecosystem, id)),
      versions: versions.length === 0 ? noVersions : new Set(versions),
    },
  ]
}

function readRange(range: unknown, ecosystem: string, id: string): AffectedRange {
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
  return { ...optional('order', orderOf(range['type'], ecosystem)), events }
}

/** Go's SEMVER ranges meet versions as Go writes them (`v1.2.3`, pseudo-versions, `go1.20`). */
function orderOf(type: string, ecosystem: string): string | undefined {
  if (type === 'SEMVER') return ecosystem === 'Go' ? 'Go' : 'npm'
  return type === 'ECOSYSTEM' ? ecosystem : undefined
}
