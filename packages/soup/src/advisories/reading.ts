/** What the readers of all advisory formats share. */
import { type JsonObject, isRecord, listOf, show, textOf } from '../untrusted.ts'
import type { Advisory, CpeMapping } from './types.ts'

/** Leaves a record at its first fault. `readAdvisories` turns it into an issue. */
export class Fault extends Error {}

/** What a reader makes of one record. */
export interface Reading {
  readonly advisories: readonly Advisory[]
  readonly mappings?: readonly CpeMapping[]
}

/** Counts a statement that cannot be compared with any component. */
export type Note = (reason: string) => void

/** One kind of advisory data. */
export interface AdvisoryFormat {
  readonly name: string
  readonly recognises: (record: JsonObject) => boolean
  /** @throws {Fault} */
  readonly read: (record: JsonObject, note: Note) => Reading
}

export const noVersions: ReadonlySet<string> = new Set()

/** An identifier that may stand in a report: printable, without spaces, bounded. */
export function identifierOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(value)) throw new Fault(`${what} needs an id`)
  return value
}

export function isCve(text: string): boolean {
  return /^CVE-\d{4}-\d{4,19}$/.test(text)
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new Fault(`${what}: found ${show(value)}, wanted a list`)
  return value
}

export function texts(value: unknown, what: string): string[] {
  return list(value, what).map((entry) => {
    if (typeof entry !== 'string') throw new Fault(`${what}: found ${show(entry)}, wanted text`)
    return entry
  })
}

export function records(value: unknown, what: string): JsonObject[] {
  return list(value, what).map((entry) => {
    if (!isRecord(entry)) throw new Fault(`${what}: found ${show(entry)}, wanted an object`)
    return entry
  })
}

export function timestamp(value: unknown, what: string): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (!Number.isFinite(at)) throw new Fault(`${what}: wanted an RFC 3339 time`)
  return at
}

/** The time that a source may state, or 0. */
export function timeOrZero(value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(at) ? at : 0
}

/** The first text as one line that can be printed. Control characters would reach a terminal (CWE-150). */
export function summaryOf(...candidates: readonly unknown[]): string {
  const full = candidates.map(textOf).find((text) => text !== undefined) ?? ''
  const line = full
    .slice(0, 2000)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line.length > 200 ? `${line.slice(0, 199)}…` : line
}

/** The vector of the newest CVSS version, `undefined` if none is one. */
export function newestCvss(vectors: readonly string[]): string | undefined {
  // "CVSS:4.0" > "CVSS:3.1" in text order; "AV:…" is 2.0.
  const sound = vectors.filter((vector) => vector.length <= 512 && /^[A-Za-z0-9:./]+$/.test(vector))
  return (
    sound
      .filter((text) => text.startsWith('CVSS:'))
      .sort()
      .at(-1) ?? sound[0]
  )
}

/** CVSS vectors of the `metrics` or `scores` lists of CVE, NVD and CSAF records, whatever key each has. */
export function vectorsIn(metrics: unknown): string[] {
  const entries = isRecord(metrics) ? Object.values(metrics).flatMap(listOf) : listOf(metrics)
  return entries.filter(isRecord).flatMap((entry) =>
    [entry['cvssData'], ...Object.values(entry)].flatMap((value) => {
      const vector = isRecord(value) ? textOf(value['vectorString']) : undefined
      return vector === undefined ? [] : [vector]
    }),
  )
}

/** The English text of a list of `{ lang, value }`. */
export function englishOf(descriptions: unknown): string | undefined {
  const entry = listOf(descriptions)
    .filter(isRecord)
    .find(({ lang }) => textOf(lang)?.startsWith('en') === true)
  return textOf(entry?.['value'])
}

export function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>)
}
