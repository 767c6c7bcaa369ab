import type { EventRanks } from './event-ranks.ts'
import { stepsOfRule } from './reduce.ts'
import type { RuleTable } from './rule-table.ts'
import type { Triples } from './triples.ts'

/**
 * One way to a fact: once `events` have happened, each actor in the bit mask `actors` gets there by the steps of `rule`
 * from the ways `from`. A way's actors are always among those of its premises, so a path can be told for any one of them.
 */
export interface Way {
  readonly fact: number
  /** Indices into `AttackGraph.events`, in the order of the events' ids. */
  readonly events: readonly number[]
  readonly actors: number
  /** The steps of the graph that are taken last, the one that gives the fact at the end. */
  readonly rule: { readonly parts: readonly number[] }
  readonly from: readonly Way[]
  /** Whether no actor gets there with fewer events, and no way before it is by the same. */
  readonly minimal: boolean
}

/**
 * Ways as columns of numbers: there are tens of thousands, and only those that somebody asks about become objects.
 * A way is proposed first and settled later, or never.
 */
export class Ways {
  /** Number of the way's event set. */
  readonly sets: number[] = []
  readonly actors: number[] = []
  readonly rules: number[] = []
  /** Whether the way was the first to its fact by these events or fewer, whoever walks it. */
  readonly minimal: boolean[] = []
  /** Where the way's premises begin in `#premises`; as many follow as its rule needs. */
  readonly #firstPremise: number[] = []
  readonly #premises: number[] = []
  /** The settled ways of each fact, as linked lists. */
  readonly #first: Int32Array
  readonly #last: Int32Array
  readonly #next: number[] = []

  constructor(facts: number) {
    this.#first = new Int32Array(facts).fill(-1)
    this.#last = new Int32Array(facts).fill(-1)
  }

  /** Proposes a way and returns its number. */
  add(set: number, actors: number, rule: number, from: readonly number[]): number {
    this.sets.push(set)
    this.actors.push(actors)
    this.#firstPremise.push(this.#premises.length)
    for (const way of from) this.#premises.push(way)
    this.#next.push(-1)
    this.minimal.push(false)
    return this.rules.push(rule) - 1
  }

  /** Puts a way last among those of its fact. */
  settle(way: number, fact: number): void {
    const last = this.#last[fact] ?? -1
    if (last === -1) this.#first[fact] = way
    else this.#next[last] = way
    this.#last[fact] = way
  }

  /** The first settled way to a fact, or -1. */
  firstTo(fact: number): number {
    return this.#first[fact] ?? -1
  }

  /** The settled way to the same fact after this one, or -1. */
  after(way: number): number {
    return this.#next[way] ?? -1
  }

  /** The ways to the facts that its rule needs. */
  premise(way: number, place: number): number {
    return this.#premises[(this.#firstPremise[way] ?? 0) + place] ?? 0
  }
}

/** Everything that a finished run knows. */
export interface Settled {
  readonly ways: Ways
  readonly sets: Triples
  readonly table: RuleTable
  readonly ranks: EventRanks
}

/** For each of `goals` its settled ways, fewest events first, then by the events' ids; nothing for other facts. */
export function waysTo(goals: Iterable<number>, facts: number, settled: Settled): (readonly Way[])[] {
  const { ways, sets } = settled
  const found = Array.from({ length: facts }, () => none)
  const teller = new Teller(settled)
  for (const fact of new Set(goals)) {
    const ordered: number[] = []
    for (let way = ways.firstTo(fact); way !== -1; way = ways.after(way)) ordered.push(way)
    ordered.sort((x, y) => compareSets(sets, ways.sets[x] ?? 0, ways.sets[y] ?? 0) || x - y)
    found[fact] = ordered.map((way) => teller.way(way))
  }
  return found
}

const none: readonly Way[] = []

/** How many events a set has. */
export function sizeOf(sets: Triples, set: number): number {
  return sets.at(set, 0) === 0 ? 0 : sets.at(set, 1) === 0 ? 1 : sets.at(set, 2) === 0 ? 2 : 3
}

/** Fewest events first, then by their ids. */
function compareSets(sets: Triples, x: number, y: number): number {
  return (
    sizeOf(sets, x) - sizeOf(sets, y) ||
    sets.at(x, 0) - sets.at(y, 0) ||
    sets.at(x, 1) - sets.at(y, 1) ||
    sets.at(x, 2) - sets.at(y, 2)
  )
}

/** Gives the same object for the same way, however often it is asked for. */
class Teller {
  readonly settled: Settled
  readonly #told: (Way | undefined)[]

  constructor(settled: Settled) {
    this.settled = settled
    this.#told = Array.from({ length: settled.ways.rules.length })
  }

  way(way: number): Way {
    const known = this.#told[way]
    if (known !== undefined) return known
    const told = new SettledWay(this, way)
    this.#told[way] = told
    return told
  }
}

class SettledWay implements Way {
  readonly #teller: Teller
  readonly #way: number
  #from: readonly Way[] | undefined
  #rule: Way['rule'] | undefined

  constructor(teller: Teller, way: number) {
    this.#teller = teller
    this.#way = way
  }

  get fact(): number {
    const { ways, table } = this.#teller.settled
    return table.then[ways.rules[this.#way] ?? 0] ?? 0
  }

  get events(): readonly number[] {
    const { ways, sets, ranks } = this.#teller.settled
    const set = ways.sets[this.#way] ?? 0
    const events: number[] = []
    for (let place = 0; place < 3; place++) {
      const rank = sets.at(set, place)
      if (rank !== 0) events.push(ranks.indexOf[rank] ?? 0)
    }
    return events
  }

  get actors(): number {
    return this.#teller.settled.ways.actors[this.#way] ?? 0
  }

  get minimal(): boolean {
    return this.#teller.settled.ways.minimal[this.#way] === true
  }

  get rule(): Way['rule'] {
    const { ways, table } = this.#teller.settled
    const rule = table.rules[ways.rules[this.#way] ?? 0]
    return (this.#rule ??= { parts: rule === undefined ? [] : stepsOfRule(rule) })
  }

  get from(): readonly Way[] {
    if (this.#from !== undefined) return this.#from
    const { ways, table } = this.#teller.settled
    const from: Way[] = []
    const count = table.needs[ways.rules[this.#way] ?? 0] ?? 0
    for (let place = 0; place < count; place++) from.push(this.#teller.way(ways.premise(this.#way, place)))
    return (this.#from = from)
  }
}
