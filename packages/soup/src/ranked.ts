/**
 * The same verdicts as `affects.ts`, for a package that many components are. Its bounds are put in order once, so that a
 * version is placed among them in a few steps and every range is decided by whole numbers.
 */
import type { Affected, AffectedRange, RangeEvent } from './advisories/types.ts'
import { type Verdict, verdictOf } from './affects.ts'
import { type Ladder, ladderOf } from './versions/index.ts'

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

/** In place of a ladder: no version at all has to be placed. */
const noLadder = -1
/** In place of a ladder: a bound is no version, or no order is given. */
const undecidableRange = -2

/** An order cannot be sorted by: the entry is decided as it stands. */
const plain = 0
const ranges = 1
/** Ranges, and versions that are listed one by one. */
const rangesAndList = 2

/**
 * What several statements about one package say of its versions.
 *
 * All of them are one row of numbers, read from its start to its end: an entry is where the next one begins, its form,
 * where its ranges end, the ranges and what is excepted from them; a range is where the next one begins, its ladder and
 * the kind and rung of each event.
 */
export class RankedEntries {
  private readonly entries: readonly Affected[]
  private readonly ladders: readonly Ladder[]
  private readonly row: Int32Array

  constructor(entries: readonly Affected[]) {
    const bounds = new Map<string, Set<string>>()
    for (const entry of entries) {
      for (const range of [...entry.ranges, ...(entry.except ?? [])]) addBounds(range, bounds)
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
    const row: number[] = []
    for (const entry of entries) addEntry(row, entry, known)
    this.entries = entries
    this.ladders = ladders
    this.row = Int32Array.from(row)
  }

  /** What each entry says of a version, in the order given. */
  verdictsOf(version: string): Verdict[] {
    const places = this.ladders.map((ladder) => ladder.placeOf(version) ?? nowhere)
    const verdicts: Verdict[] = []
    let at = 0
    for (const entry of this.entries) {
      verdicts.push(verdictAt(this.row, at, entry, version, places))
      at = numberAt(this.row, at)
    }
    return verdicts
  }
}

function numberAt(row: Int32Array, at: number): number {
  return row[at] ?? 0
}

/** @see verdictOf */
function verdictAt(
  row: Int32Array,
  at: number,
  entry: Affected,
  version: string,
  places: readonly number[],
): Verdict {
  const form = numberAt(row, at + 1)
  if (form === plain) return verdictOf(entry, version)
  const listed = form === rangesAndList
  if (listed && entry.versions.has(version)) return 'affected'
  const [first, end] = [at + 3, numberAt(row, at + 2)]
  const within = anyOf(row, first, end, listed, places)
  if (within === 'not-affected') return first === end && !listed ? 'undecidable' : within
  const excepted = anyOf(row, end, numberAt(row, at), listed, places)
  if (excepted === 'affected') return 'not-affected'
  return excepted === 'undecidable' ? excepted : within
}

function anyOf(
  row: Int32Array,
  first: number,
  end: number,
  listed: boolean,
  places: readonly number[],
): Verdict {
  let undecidable = false
  for (let at = first; at < end; at = numberAt(row, at)) {
    const verdict = rangeVerdict(row, at, places)
    if (verdict === 'affected') return verdict
    if (verdict === 'undecidable' && !listed) undecidable = true
  }
  return undecidable ? 'undecidable' : 'not-affected'
}

function rangeVerdict(row: Int32Array, at: number, places: readonly number[]): Verdict {
  const ladder = numberAt(row, at + 1)
  if (ladder === undecidableRange) return 'undecidable'
  const place = ladder === noLadder ? 0 : (places[ladder] ?? nowhere)
  if (place === nowhere) return 'undecidable'
  const next = numberAt(row, at)
  let last = fixed
  let lastRung = start
  let outside = false
  let inside = false
  for (let event = at + 2; event < next; event += 2) {
    const kind = numberAt(row, event)
    const rung = numberAt(row, event + 1)
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

function addEntry(row: number[], entry: Affected, known: ReadonlyMap<string, Rungs>): void {
  const except = entry.except ?? []
  const isPlain = [...entry.ranges, ...except].some(({ order }) => order !== undefined && !known.has(order))
  const at = row.length
  row.push(0, isPlain ? plain : entry.versions.size > 0 ? rangesAndList : ranges, 0)
  if (!isPlain) for (const range of entry.ranges) addRange(row, range, known)
  row[at + 2] = row.length
  if (!isPlain) for (const range of except) addRange(row, range, known)
  row[at] = row.length
}

function addRange(row: number[], { order, events }: AffectedRange, known: ReadonlyMap<string, Rungs>): void {
  const own = known.get(order ?? '')
  const rungs = events.map((event) => fixedRung(event) ?? own?.rungs.get(event.version))
  const undecidable = own === undefined || rungs.includes(undefined)
  const placed = events.some((event) => fixedRung(event) === undefined)
  const at = row.length
  row.push(0, undecidable ? undecidableRange : placed ? own.ladder : noLadder)
  for (const [index, { kind }] of events.entries()) row.push(kinds[kind], rungs[index] ?? end)
  row[at] = row.length
}
