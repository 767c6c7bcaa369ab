import type { Affected, AffectedRange, RangeEvent } from './osv.ts'
import { compareVersions } from './versions/index.ts'

export type Verdict = 'affected' | 'not-affected' | 'undecidable'

/** Whether one `affected` entry of an advisory covers a version (OSV schema, "Evaluation"). */
export function verdictOf(entry: Affected, version: string): Verdict {
  if (entry.versions.has(version)) return 'affected'
  const verdicts = entry.ranges.map((range) => rangeVerdict(range, entry, version))
  if (verdicts.includes('affected')) return 'affected'
  if (verdicts.includes('undecidable')) return 'undecidable'
  // Neither a range nor a list of versions: the advisory does not say which versions, so nothing is ruled out.
  return verdicts.length === 0 && entry.versions.size === 0 ? 'undecidable' : 'not-affected'
}

function rangeVerdict(range: AffectedRange, entry: Affected, version: string): Verdict {
  const ecosystem = range.type === 'SEMVER' ? 'npm' : range.type === 'ECOSYSTEM' ? entry.ecosystem : undefined
  const placed = ecosystem === undefined ? undefined : place(range.events, version, ecosystem)
  if (placed === undefined) {
    // OSV demands that ECOSYSTEM and GIT ranges come with every affected version listed, for readers without the order.
    return entry.versions.size > 0 ? 'not-affected' : 'undecidable'
  }
  return covers(placed) ? 'affected' : 'not-affected'
}

interface Placed extends RangeEvent {
  /** Our version compared with the event's: negative if ours is older. */
  readonly ours: number
}

function place(events: readonly RangeEvent[], version: string, ecosystem: string): Placed[] | undefined {
  const placed: Placed[] = []
  for (const event of events) {
    // "0" is before every version, even one that sorts below 0 (Go pseudo-versions, Debian "0~"), and "*" after all.
    const fixed =
      event.kind === 'introduced' && event.version === '0' ? 1 : event.version === '*' ? -1 : undefined
    const ours = fixed ?? compareVersions(ecosystem, version, event.version)
    if (ours === undefined) return undefined
    placed.push({ ...event, ours })
  }
  // The schema evaluates events in version order, however the record lists them.
  const order = (a: Placed, b: Placed): number => {
    const zero = Number(b.version === '0') - Number(a.version === '0')
    return zero || (compareVersions(ecosystem, a.version, b.version) ?? 0)
  }
  return placed.sort(order)
}

function covers(events: readonly Placed[]): boolean {
  const limits = events.filter(({ kind }) => kind === 'limit')
  if (limits.length > 0 && !limits.some(({ ours }) => ours < 0)) return false
  let inside = false
  for (const { kind, ours } of events) {
    if (kind === 'introduced' && ours >= 0) inside = true
    if (kind === 'fixed' && ours >= 0) inside = false
    if (kind === 'last_affected' && ours > 0) inside = false
  }
  return inside
}
