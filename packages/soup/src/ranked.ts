/**
 * The same verdicts as `affects.ts`, for a package that many components are. Its bounds are put in order once, so that a
 * version is placed among them in a few steps and every range is decided by whole numbers.
 */
import type { Affected, AffectedRange, RangeEvent } from './advisories/types.ts'
import { type Verdict, verdictOf } from './affects.ts'
import { type Ladder, ladderOf } from './versions/index.ts'

/** Ranges whose versions are rungs of ladders, one after the other: a lookup reads numbers in a row and makes nothing. */
interface RankedRange {
  /** Which of the ladders; negative if no version at all has to be placed. */
  readonly ladder: number
  /** A bound is no version, or no order is given. */
  readonly undecidable: boolean
  /** Kind and rung of each event in turn. */
  readonly events: readonly number[]
}

interface RankedEntry {
  readonly entry: Affected
  /** Absent where an order cannot be sorted by. */
  readonly ranges: readonly RankedRange[] | undefined
  readonly except: readonly RankedRange[]
}

const [introduced, above, fixed, lastAffected, limit] = [0, 1, 2, 3, 4]
const kinds: Readonly<Record<RangeEvent['kind'], number>> = {
  introduced,
  above,
  fixed,
  last_affected: lastAffected,
  limit,
}
/** Below every version. */
const start = -1
/** Above every version. */
const end = 0x3fff_ffff
/** The place of what is no version. */
const nowhere = -2

/** What several statements about one package say of its versions. */
export class RankedEntries {
  private readonly entries: readonly RankedEntry[]
  private readonly ladders: readonly Ladder[]

  constructor(entries: readonly Affected[]) {
    const bounds = new Map<string, Set<string>>()
    for (const { ranges, except = [] } of entries) {
      for (const range of [...ranges, ...except]) addBounds(range, bounds)
    }
    const ladders: Ladder[] = []
    const known = new Map<string, Rungs>()
    for (const [order, texts] of bounds) {
      const list = [...texts]
      const ladder = ladderOf(order, list)
      if (ladder === undefined) continue
      const rungs = new Map(list.map((text, index) => [text, ladder.rungs[index]]))
      known.set(order, { ladder: ladders.push(ladder) - 1, rungs })
    }
    this.entries = entries.map((entry) => ranked(entry, known))
    this.ladders = ladders
  }

  /** What each entry says of a version, in the order given. */
  verdictsOf(version: string): Verdict[] {
    const places = this.ladders.map((ladder) => ladder.placeOf(version) ?? nowhere)
    const verdicts: Verdict[] = []
    for (const each of this.entries) verdicts.push(verdictIn(each, version, places))
    return verdicts
  }
}

/** @see verdictOf */
function verdictIn(
  { entry, ranges, except }: RankedEntry,
  version: string,
  places: readonly number[],
): Verdict {
  if (ranges === undefined) return verdictOf(entry, version)
  const listed = entry.versions.size > 0
  if (listed && entry.versions.has(version)) return 'affected'
  const within = anyOf(ranges, listed, places)
  if (within === 'not-affected') return ranges.length === 0 && !listed ? 'undecidable' : within
  const excepted = anyOf(except, listed, places)
  if (excepted === 'affected') return 'not-affected'
  return excepted === 'undecidable' ? excepted : within
}

function anyOf(ranges: readonly RankedRange[], listed: boolean, places: readonly number[]): Verdict {
  let undecidable = false
  for (const range of ranges) {
    const verdict = rangeVerdict(range, places)
    if (verdict === 'affected') return verdict
    if (verdict === 'undecidable' && !listed) undecidable = true
  }
  return undecidable ? 'undecidable' : 'not-affected'
}

function rangeVerdict({ ladder, undecidable, events }: RankedRange, places: readonly number[]): Verdict {
  const place = ladder < 0 ? 0 : (places[ladder] ?? nowhere)
  if (undecidable || place === nowhere) return 'undecidable'
  let last = fixed
  let lastRung = start
  let outside = false
  let inside = false
  for (let i = 0; i < events.length; i += 2) {
    const kind = events[i] ?? limit
    const rung = events[i + 1] ?? end
    if (kind === limit) {
      if (place < rung) inside = true
      else outside = true
    } else if (rung >= lastRung && (kind === introduced || kind === fixed ? place >= rung : place > rung)) {
      last = kind
      lastRung = rung
    }
  }
  if (outside && !inside) return 'not-affected'
  return last === introduced || last === above ? 'affected' : 'not-affected'
}

interface Rungs {
  readonly ladder: number
  readonly rungs: ReadonlyMap<string, number | undefined>
}

function addBounds({ order, events }: AffectedRange, bounds: Map<string, Set<string>>): void {
  if (order === undefined) return
  const texts = bounds.get(order) ?? new Set()
  bounds.set(order, texts)
  for (const event of events) if (fixedRung(event) === undefined) texts.add(event.version)
}

function fixedRung({ kind, version }: RangeEvent): number | undefined {
  // "0" is before every version, even one that sorts below 0 (Go pseudo-versions, Debian "0~").
  if (kind === 'introduced' && version === '0') return start
  return version === '*' ? end : undefined
}

function ranked(entry: Affected, known: ReadonlyMap<string, Rungs>): RankedEntry {
  const all = [...entry.ranges, ...(entry.except ?? [])].map((range) => rankedRange(range, known))
  const sortable = all.filter((range) => range !== undefined)
  const count = entry.ranges.length
  if (sortable.length < all.length) return { entry, ranges: undefined, except: [] }
  return { entry, ranges: sortable.slice(0, count), except: sortable.slice(count) }
}

/** `undefined` where the order cannot be sorted by. */
function rankedRange(
  { order, events }: AffectedRange,
  known: ReadonlyMap<string, Rungs>,
): RankedRange | undefined {
  if (order === undefined) return { ladder: -1, undecidable: true, events: [] }
  const own = known.get(order)
  if (own === undefined) return undefined
  const rungs = events.map((event) => fixedRung(event) ?? own.rungs.get(event.version))
  return {
    ladder: events.some((event) => fixedRung(event) === undefined) ? own.ladder : -1,
    undecidable: rungs.includes(undefined),
    events: events.flatMap(({ kind }, index) => [kinds[kind], rungs[index] ?? end]),
  }
}
