import type { AttackGraph } from './types.ts'

/** A step of the reduced graph: steps of the graph with the facts between them left out. */
export interface Rule {
  /** In rising order. */
  readonly needs: readonly number[]
  /** Ranks of events (see `eventRanks`) in rising order, at most as many as are looked for. */
  readonly events: readonly number[]
  readonly then: number
  /** Bit mask. */
  readonly actors: number
  readonly parts: Parts
}

/** The steps of the graph that a rule stands for: one, or those of two rules that were joined. */
export type Parts = number | readonly [first: Parts, last: Parts]

/** Events numbered from 1 in the order of their ids, so that rising numbers are rising ids. */
export interface EventRanks {
  /** By index into `AttackGraph.events`. */
  readonly rankOf: Int32Array
  /** By rank, the index; rank 0 is nothing. */
  readonly indexOf: Int32Array
}

/** Rules that would replace a fact's own may be this many more than those; a few more pay, since whole sets are not copied. */
const growthMax = 20
const passes = 3

/**
 * Leaves out facts that only hand on what they are given, such as reaching an interface on the way to speaking on
 * it. A fact is replaced by joining each rule that gives it to each that needs it; whatever follows without that
 * fact follows as before, by the same events and actors, so cut sets do not change and there is much less to copy.
 */
export function reduce(
  graph: AttackGraph,
  assumed: ReadonlySet<number>,
  { rankOf }: EventRanks,
  orderMax: number,
): Rule[] {
  const store = new RuleStore(graph.facts.length, orderMax)
  const anybody = 2 ** graph.actors.length - 1
  const rankLeft = Int32Array.from(rankOf, (rank, index) => (assumed.has(index) ? 0 : rank))
  graph.steps.forEach(({ needs, events, then, actors }, index) => {
    const who = actors === undefined ? anybody : maskOf(actors)
    store.add(new LiveRule(rising(needs), ranked(events, rankLeft), then, who, index))
  })
  const kept = new Uint8Array(graph.facts.length)
  for (const { fact } of graph.goals) kept[fact] = 1
  for (let pass = 0; pass < passes; pass++) {
    for (let fact = 0; fact < kept.length; fact++) if (kept[fact] === 0) store.leaveOut(fact)
  }
  return store.rules()
}

export function eventRanks({ events }: AttackGraph): EventRanks {
  const byId = events.map((_, index) => index)
  const id = (index: number): string => events[index]?.id ?? ''
  byId.sort((a, b) => (id(a) < id(b) ? -1 : id(a) > id(b) ? 1 : 0))
  const rankOf = new Int32Array(events.length)
  byId.forEach((index, place) => (rankOf[index] = place + 1))
  return { rankOf, indexOf: Int32Array.of(-1, ...byId) }
}

/** The steps of a rule in the order they are taken: last the one that gives what the rule gives. */
export function stepsOfParts(parts: Parts): number[] {
  const steps: number[] = []
  const stack = [parts]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top === 'number') steps.push(top)
    else stack.push(top[1], top[0])
  }
  return steps
}

/** A rule while rules are still joined and dropped. */
class LiveRule implements Rule {
  readonly needs: readonly number[]
  readonly events: readonly number[]
  readonly then: number
  readonly actors: number
  readonly parts: Parts
  /** One bit for each need and event, modulo 32: where it is missing, so is the need or event. */
  readonly needBits: number
  readonly eventBits: number
  live = true

  constructor(
    needs: readonly number[],
    events: readonly number[],
    then: number,
    actors: number,
    parts: Parts,
  ) {
    this.needs = needs
    this.events = events
    this.then = then
    this.actors = actors
    this.parts = parts
    this.needBits = bitsOf(needs)
    this.eventBits = bitsOf(events)
  }
}

class RuleStore {
  readonly #giving: LiveRule[][]
  readonly #needing: LiveRule[][]
  readonly #orderMax: number

  constructor(facts: number, orderMax: number) {
    this.#giving = Array.from({ length: facts }, () => [])
    this.#needing = Array.from({ length: facts }, () => [])
    this.#orderMax = orderMax
  }

  /** Adds a rule that others do not cover, and drops those that it covers. */
  add(rule: LiveRule): void {
    if (rule.events.length > this.#orderMax || rule.actors === 0 || rule.needs.includes(rule.then)) return
    const siblings = this.#giving[rule.then]
    if (siblings === undefined) return
    for (const other of siblings) if (other.live && covers(other, rule)) return
    let dead = 0
    for (const other of siblings) {
      if (other.live && covers(rule, other)) other.live = false
      if (!other.live) dead++
    }
    if (dead * 2 > siblings.length) this.#giving[rule.then] = siblings.filter(isLive)
    this.#giving[rule.then]?.push(rule)
    for (const need of rule.needs) this.#needing[need]?.push(rule)
  }

  leaveOut(fact: number): void {
    const giving = this.#live(this.#giving, fact)
    const needing = this.#live(this.#needing, fact)
    if (giving.length * needing.length > giving.length + needing.length + growthMax) return
    for (const rule of giving) rule.live = false
    for (const rule of needing) rule.live = false
    this.#giving[fact] = []
    this.#needing[fact] = []
    for (const last of needing) {
      for (const first of giving) {
        if ((first.actors & last.actors) !== 0) this.add(joined(first, last, fact))
      }
    }
  }

  rules(): Rule[] {
    return this.#giving.flatMap((rules) => rules.filter(({ live }) => live))
  }

  /** The rules of a list that are still there; what is gone is dropped for good. */
  #live(lists: LiveRule[][], fact: number): LiveRule[] {
    const list = lists[fact] ?? []
    if (list.every(isLive)) return list
    return (lists[fact] = list.filter(isLive))
  }
}

function isLive({ live }: LiveRule): boolean {
  return live
}

function joined(first: LiveRule, last: LiveRule, fact: number): LiveRule {
  const others = last.needs.length === 1 ? none : last.needs.filter((need) => need !== fact)
  return new LiveRule(
    merged(first.needs, others),
    merged(first.events, last.events),
    last.then,
    first.actors & last.actors,
    [first.parts, last.parts],
  )
}

const none: readonly number[] = []

/** Both lists in one; they and it are in rising order. */
function merged(left: readonly number[], right: readonly number[]): readonly number[] {
  if (left.length === 0) return right
  if (right.length === 0) return left
  const both: number[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const a = left[i] ?? Number.POSITIVE_INFINITY
    const b = right[j] ?? Number.POSITIVE_INFINITY
    both.push(Math.min(a, b))
    if (a <= b) i++
    if (b <= a) j++
  }
  return both
}

function ranked(events: readonly number[], rankLeft: Int32Array): readonly number[] {
  if (events.length === 0) return none
  return rising(events.map((event) => rankLeft[event] ?? 0).filter((rank) => rank !== 0))
}

function rising(numbers: readonly number[]): readonly number[] {
  for (let at = 1; at < numbers.length; at++) {
    if ((numbers[at - 1] ?? 0) >= (numbers[at] ?? 0)) return [...new Set(numbers)].sort((a, b) => a - b)
  }
  return numbers
}

function maskOf(actors: readonly number[]): number {
  let mask = 0
  for (const actor of actors) mask |= 1 << actor
  return mask
}

function bitsOf(numbers: readonly number[]): number {
  let bits = 0
  for (const number of numbers) bits |= 1 << (number & 31)
  return bits
}

/** Whether `general` gives whatever `special` gives. */
function covers(general: LiveRule, special: LiveRule): boolean {
  return (
    (general.needBits & ~special.needBits) === 0 &&
    (general.eventBits & ~special.eventBits) === 0 &&
    (special.actors & ~general.actors) === 0 &&
    isWithin(general.needs, special.needs) &&
    isWithin(general.events, special.events)
  )
}

/** Whether each of `few` is among `many`. A loop, since much of the time is spent here. */
function isWithin(few: readonly number[], many: readonly number[]): boolean {
  if (few.length > many.length) return false
  for (const one of few) if (!many.includes(one)) return false
  return true
}
