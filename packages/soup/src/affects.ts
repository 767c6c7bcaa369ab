import type { Affected, AffectedRange, RangeEvent } from './advisories/types.ts'
import { compareVersions } from './versions/index.ts'

export type Verdict = 'affected' | 'not-affected' | 'undecidable'

/**
 * Whether one `affected` entry of an advisory covers a version (OSV schema, "Evaluation"). What cannot be compared is
 * undecidable, never "not affected".
 */
export function verdictOf(entry: Affected, version: string): Verdict {
  if (entry.versions.size > 0 && entry.versions.has(version)) return 'affected'
  const within = anyOf(entry.ranges, entry, version)
  if (within === 'not-affected') {
    // Neither a range nor a list of versions: the advisory does not say which versions, so nothing is ruled out.
    return entry.ranges.length === 0 && entry.versions.size === 0 ? 'undecidable' : 'not-affected'
  }
  if (entry.except === undefined) return within
  const excepted = anyOf(entry.except, entry, version)
  if (excepted === 'affected') return 'not-affected'
  return excepted === 'undecidable' ? 'undecidable' : within
}

function anyOf(ranges: readonly AffectedRange[], entry: Affected, version: string): Verdict {
  let undecidable = false
  for (const range of ranges) {
    const verdict = rangeVerdict(range, version)
    if (verdict === 'affected') return 'affected'
    // OSV demands that ranges of commits come with every affected version listed, for readers without the commits.
    if (verdict === 'undecidable' && entry.versions.size === 0) undecidable = true
  }
  return undecidable ? 'undecidable' : 'not-affected'
}

/**
 * The schema walks the events in version order. The last one that applies to the version decides, so it is enough to
 * find the highest of those; at equal versions the one that the record lists later.
 */
function rangeVerdict({ order, events }: AffectedRange, version: string): Verdict {
  if (order === undefined) return 'undecidable'
  let last: RangeEvent | undefined
  let limited: boolean | undefined
  for (const event of events) {
    const ours = placeOf(event, version, order)
    if (ours === undefined) return 'undecidable'
    if (event.kind === 'limit') limited = limited === true || ours < 0
    else if (applies(event.kind, ours) && (last === undefined || isAtLeast(event, last, order))) last = event
  }
  if (limited === false || last === undefined) return 'not-affected'
  return last.kind === 'introduced' || last.kind === 'above' ? 'affected' : 'not-affected'
}

/** Our version compared with the event's: negative if ours is older. */
function placeOf(event: RangeEvent, ours: string, order: string): number | undefined {
  if (isStart(event)) return 1
  // "*" is after all versions.
  if (event.version === '*') return -1
  return compareVersions(order, ours, event.version)
}

function applies(kind: RangeEvent['kind'], ours: number): boolean {
  return kind === 'introduced' || kind === 'fixed' ? ours >= 0 : ours > 0
}

function isAtLeast(event: RangeEvent, other: RangeEvent, order: string): boolean {
  if (isStart(event)) return isStart(other)
  if (isStart(other)) return true
  return (compareVersions(order, event.version, other.version) ?? 0) >= 0
}

/** "0" is before every version, even one that sorts below 0 (Go pseudo-versions, Debian "0~"). */
function isStart({ kind, version }: RangeEvent): boolean {
  return kind === 'introduced' && version === '0'
}
