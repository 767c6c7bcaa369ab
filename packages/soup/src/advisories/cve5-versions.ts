import { isRecord, type JsonObject, listOf, textOf } from '../untrusted.ts'
import { rangeOfComparators, splitComparators } from './comparators.ts'
import { noVersions } from './reading.ts'
import type { Affected, AffectedRange, RangeEvent } from './types.ts'

type Versions = Pick<Affected, 'ranges' | 'versions' | 'except' | 'weak'>

/**
 * The versions of a block of a CVE record. `undefined` where nothing in it can be compared (commits, prose).
 *
 * - What has status `unaffected` wins over `affected`; in the records the two do not overlap but where a branch is
 *   fixed.
 * - A default of `affected` counts only where something is listed as unaffected, or nothing is listed at all. Beside a
 *   bounded list of affected versions it is a known slip of the enrichment.
 * - A default of `unknown` is read as "what is listed", as the record makes no other claim.
 */
export function readVersions(block: JsonObject, order: string, cpeVersion?: string): Versions | undefined {
  const rows = listOf(block['versions']).filter(isRecord)
  const affected: AffectedRange[] = []
  const except: AffectedRange[] = []
  const versions = new Set<string>()
  let unread = 0
  for (const row of rows) {
    const status = row['status']
    if (status !== 'affected' && status !== 'unaffected') continue
    const read = readRow(row, order)
    if (read === undefined) unread++
    else if (typeof read === 'string') {
      if (status === 'affected') versions.add(read)
      else except.push(exactly(read, order))
    } else if (status === 'unaffected') except.push(read.range)
    else {
      affected.push(read.range)
      except.push(...read.changes)
    }
  }
  const nothing = affected.length === 0 && versions.size === 0
  if (block['defaultStatus'] === 'affected' && (except.length > 0 || rows.length === 0)) {
    affected.length = 0
    affected.push({ order, events: [{ kind: 'introduced', version: '0' }] })
  } else if (nothing && cpeVersion !== undefined && unread === 0) versions.add(cpeVersion)
  else if (nothing && except.length === 0) return undefined
  const open = affected.some(isOpen) && except.length === 0
  return {
    ranges: affected,
    versions: versions.size === 0 ? noVersions : versions,
    ...(except.length === 0 ? {} : { except }),
    ...(open ? { weak: 'names no versions' as const } : {}),
  }
}

interface Row {
  readonly range: AffectedRange
  /** Branches in which the status changes to unaffected. */
  readonly changes: readonly AffectedRange[]
}

/** A row as a range, as one version, or `undefined` where it can not be compared. */
function readRow(row: JsonObject, order: string): Row | string | undefined {
  const version = textOf(row['version'])?.trim()
  if (version === undefined || row['versionType'] === 'git') return undefined
  const [below, last] = [textOf(row['lessThan'])?.trim(), textOf(row['lessThanOrEqual'])?.trim()]
  if (below === undefined && last === undefined) {
    if (unsaid.test(version)) return undefined
    if (version === '*')
      return { range: { order, events: [{ kind: 'introduced', version: '0' }] }, changes: [] }
    // GitHub writes whole expressions into `version`.
    if (/^[<>=]/.test(version)) {
      const range = rangeOfComparators(splitComparators(version), order)
      return range === undefined ? undefined : { range, changes: [] }
    }
    return comparable.test(version) ? version.toLowerCase() : undefined
  }
  const upper = upperBound(below, last)
  const lower = unsaid.test(version) || version === '*' ? '0' : bare(version)
  if (upper === undefined || !comparable.test(lower)) return undefined
  const events: RangeEvent[] = [{ kind: 'introduced', version: lower }, ...upper]
  return { range: { order, events }, changes: changesOf(row['changes'], upper, order) }
}

/** What authorities write where they do not know the version. */
const unsaid = /^(n\/?a|unspecified|unknown|-|next of .*|all( versions)?)?$/i
const comparable = /^[\w][\w.+:~()-]{0,127}$/

/** "<= 4.4.11" as an upper bound means 4.4.11. */
function bare(version: string): string {
  return version.replace(/^[<>=]+\s*/, '').toLowerCase()
}

/** `5.4.*` as the last version means everything of 5.4, so everything below 5.5; `*` alone bounds nothing. */
function upperBound(below: string | undefined, last: string | undefined): RangeEvent[] | undefined {
  const text = below ?? last ?? ''
  if (text === '*' || unsaid.test(text)) return []
  const branch = /^((?:\d+\.)*)(\d+)\.?\*$/.exec(text)
  if (branch !== null) {
    return [{ kind: 'fixed', version: `${branch[1] ?? ''}${BigInt(branch[2] ?? '0') + 1n}` }]
  }
  const version = bare(text)
  if (!comparable.test(version)) return undefined
  return [{ kind: below === undefined ? 'last_affected' : 'fixed', version }]
}

function changesOf(changes: unknown, upper: readonly RangeEvent[], order: string): AffectedRange[] {
  return listOf(changes).flatMap((change) => {
    const at =
      isRecord(change) && change['status'] === 'unaffected' ? textOf(change['at'])?.trim() : undefined
    if (at === undefined || !comparable.test(at)) return []
    return [{ order, events: [{ kind: 'introduced', version: at.toLowerCase() }, ...upper] }]
  })
}

function exactly(version: string, order: string): AffectedRange {
  return {
    order,
    events: [
      { kind: 'introduced', version },
      { kind: 'last_affected', version },
    ],
  }
}

function isOpen({ events }: AffectedRange): boolean {
  return events.length === 1 && events[0]?.version === '0'
}
