import type { Advisory, Affected, AffectedRange, CpeLimits, RangeEvent } from '../advisories/types.ts'
import { noVersions } from '../advisories/reading.ts'

/** `[order or -1, event, …]`; an event is the letter of its kind and a version. */
export type CodedRange = readonly [order: number, ...events: string[]]
/** Advisory number, vulnerabilities, ranges, versions, exceptions, CPE limits, weakness, and the package’s name where the key does not tell. */
export type CodedEntry = readonly [
  advisory: number,
  vulnerabilities: readonly string[],
  ranges: readonly CodedRange[],
  versions: readonly string[],
  except: readonly CodedRange[] | null,
  cpe: CpeLimits | null,
  weak: Affected['weak'] | null,
  named: readonly [ecosystem: string, name: string] | null,
]
/** id, source, time of the change, aliases, summary (or the number of the advisory with the same one), CVSS. */
export type CodedAdvisory = readonly [
  id: string,
  source: number,
  modified: number,
  aliases: readonly string[],
  summary: string | number,
  cvss: string | null,
]

const letters = { introduced: 'i', above: 'a', fixed: 'f', last_affected: 'l', limit: 'm' } as const
const kinds: Readonly<Record<string, RangeEvent['kind']>> = {
  i: 'introduced',
  a: 'above',
  f: 'fixed',
  l: 'last_affected',
  m: 'limit',
}

/** Numbers for texts that occur often. */
export class TextTable {
  readonly texts: string[] = []
  private readonly numbers = new Map<string, number>()

  numberOf(text: string): number {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    this.numbers.set(text, this.texts.length)
    return this.texts.push(text) - 1
  }
}

export function codeEntry(
  entry: Affected,
  advisory: number,
  vulnerabilities: readonly string[],
  key: readonly [ecosystem: string, name: string],
  orders: TextTable,
): CodedEntry {
  const { ecosystem, name, ranges, versions, except, cpe, weak } = entry
  const code = (range: AffectedRange): CodedRange => [
    range.order === undefined ? -1 : orders.numberOf(range.order),
    ...range.events.map((event) => letters[event.kind] + event.version),
  ]
  const named = ecosystem === key[0] && name === key[1] ? null : ([ecosystem, name] as const)
  return [
    advisory,
    vulnerabilities,
    ranges.map(code),
    [...versions],
    except === undefined ? null : except.map(code),
    cpe ?? null,
    weak ?? null,
    named,
  ]
}

export function decodeEntry(
  [, , ranges, versions, except, cpe, weak, named]: CodedEntry,
  key: readonly [ecosystem: string, name: string],
  orders: readonly string[],
): Affected {
  const decode = ([order, ...events]: CodedRange): AffectedRange => {
    const name = orders[order]
    return { ...(name === undefined ? {} : { order: name }), events: events.flatMap(decodeEvent) }
  }
  const [ecosystem, name] = named ?? key
  return {
    ecosystem,
    name,
    ranges: ranges.map(decode),
    versions: versions.length === 0 ? noVersions : new Set(versions),
    ...(except === null ? {} : { except: except.map(decode) }),
    ...(cpe === null ? {} : { cpe }),
    ...(weak === null || weak === undefined ? {} : { weak }),
  }
}

function decodeEvent(text: string): RangeEvent[] {
  const kind = kinds[text[0] ?? '']
  return kind === undefined ? [] : [{ kind, version: text.slice(1) }]
}

export function decodeAdvisory(coded: CodedAdvisory, summary: string, sources: readonly string[]): Advisory {
  const [id, source, modified, aliases, , cvss] = coded
  return {
    id,
    source: sources[source] ?? '',
    modified,
    withdrawn: false,
    aliases,
    summary,
    ...(cvss === null ? {} : { cvss }),
    affected: [],
  }
}
