/** The exact computation of minimal cut sets: event sets by rising size, and for each what follows from just those. */
import { assert } from '@pericard/base'
import { Coverage } from './coverage.ts'
import { eventRanks } from './event-ranks.ts'
import { Exits } from './exits.ts'
import { reduce } from './reduce.ts'
import { ruleTable, type RuleTable } from './rule-table.ts'
import { Triples } from './triples.ts'
import type { AttackGraph } from './types.ts'
import { sizeOf, type Way, Ways, waysTo } from './ways.ts'

export type { Way } from './ways.ts'

/** Cut sets are exact up to this many events; larger ones are not looked for. */
export const orderMax = 3

/**
 * For each goal its ways, fewest events first and then by the events' ids; for any one actor their event sets are
 * minimal and, up to `orderMax`, complete. Facts that are no goal have none.
 */
export type Solution = readonly (readonly Way[])[]

/**
 * A way is proposed to its event set by ways with fewer events. Sets are closed by rising size: joining ways never makes
 * a set smaller, so by the turn of a set all that follows from fewer events is known, and nothing is ever withdrawn.
 * That makes the result exact whatever the order of steps.
 */
export function solve(graph: AttackGraph, assumed: ReadonlySet<number>): Solution {
  assert(graph.actors.length <= 31, 'actors are bits of one number')
  const ranks = eventRanks(graph)
  const table = ruleTable(graph.facts.length, reduce(graph, assumed, ranks, orderMax))
  const solver = new Solver(graph, table)
  solver.run()
  const goals = graph.goals.map(({ fact }) => fact)
  return waysTo(goals, graph.facts.length, { ways: solver.ways, sets: solver.sets, table, ranks })
}

/** What a rule's premises have been joined to so far: its events are those of the present set and perhaps more. */
interface Joined {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly who: number
  readonly from: readonly number[]
}

class Solver {
  readonly ways: Ways
  /** Event sets: the ranks of up to three events in rising order, 0 after the last. */
  readonly sets = new Triples()
  readonly #table: RuleTable
  readonly #isGoal: Uint8Array
  /** The ways proposed to each set, as linked lists. */
  readonly #firstProposed: number[] = []
  readonly #lastProposed: number[] = []
  readonly #proposedAfter: number[] = []
  /** Sets that wait for their turn, by size. */
  readonly #waiting: number[][] = Array.from({ length: orderMax + 1 }, () => [])
  readonly #coverage: Coverage
  readonly #exits: Exits
  /** Who gets to a fact by the present set or fewer events, for facts whose stamp is that of the present set. */
  readonly #known: Int32Array
  readonly #stamps: Int32Array
  #stamp = 0
  /** The present set, and its number. */
  #a = 0
  #b = 0
  #c = 0
  #set = 0
  /** The set being joined. */
  #x = 0
  #y = 0
  #z = 0
  /** Ways by the present set and not by fewer events, in the order in which they follow. */
  readonly #present: number[] = []

  constructor(graph: AttackGraph, table: RuleTable) {
    const facts = graph.facts.length
    this.#table = table
    this.ways = new Ways(facts)
    this.#isGoal = new Uint8Array(facts)
    for (const { fact } of graph.goals) this.#isGoal[fact] = 1
    this.#coverage = new Coverage(facts)
    this.#exits = new Exits(facts, graph.events.length, this.#isGoal, table)
    this.#known = new Int32Array(facts)
    this.#stamps = new Int32Array(facts)
  }

  run(): void {
    const { needs, actors } = this.#table
    for (let rule = 0; rule < needs.length; rule++) {
      if (needs[rule] !== 0) continue
      this.#join(0, 0, 0)
      if (this.#unite(rule)) this.#propose(rule, actors[rule] ?? 0, nothing)
    }
    for (const sets of this.#waiting) for (const set of sets) this.#close(set)
  }

  /** Finds all that follows from the events of a set and not from fewer. */
  #close(set: number): void {
    const { sets } = this
    this.#set = set
    this.#a = sets.at(set, 0)
    this.#b = sets.at(set, 1)
    this.#c = sets.at(set, 2)
    this.#stamp++
    const present = this.#present
    present.length = 0
    for (let way = this.#firstProposed[set] ?? -1; way !== -1; way = this.#proposedAfter[way] ?? -1)
      this.#take(way)
    const isFull = this.#c !== 0
    // What is present grows while it is read: a rule without further events leads to more by the same set.
    for (let at = 0; at < present.length; at++) {
      const way = present[at] ?? 0
      if (!isFull) this.#settle(way)
      this.#goOn(way, at)
    }
    if (!isFull) return
    // A full set goes no further, so of its ways only those to goals are asked for again.
    for (const way of present) if (this.#isGoal[this.#factOf(way)] === 1) this.#settle(way)
  }

  /** Takes up a proposed way for those of its actors to whom the fact is new. */
  #take(way: number): void {
    const { ways } = this
    const fact = this.#factOf(way)
    const before = this.#knownTo(fact)
    const fresh = (ways.actors[way] ?? 0) & ~before
    if (fresh === 0) return
    ways.actors[way] = fresh
    ways.minimal[way] = before === 0
    this.#known[fact] = before | fresh
    this.#present.push(way)
  }

  #settle(way: number): void {
    const fact = this.#factOf(way)
    this.ways.settle(way, fact)
    if (this.#c === 0) this.#coverage.add(fact, this.#a, this.#b, this.ways.actors[way] ?? 0)
  }

  /** Proposes what follows by the rules that need the way's fact. */
  #goOn(way: number, at: number): void {
    const { start, waiting, waitingFirst, actors, needs } = this.#table
    const fact = this.#factOf(way)
    const among = this.ways.actors[way] ?? 0
    const a = this.#a
    const b = this.#b
    const c = this.#c
    const alone = [way]
    const end = start[fact + 1] ?? 0
    for (let place = start[fact] ?? 0; place < end; place++) {
      const first = waitingFirst[place] ?? 0
      if (c !== 0 && first !== 0 && first !== a && first !== b && first !== c) continue
      const rule = waiting[place] ?? 0
      const who = among & (actors[rule] ?? 0)
      if (who === 0) continue
      this.#join(a, b, c)
      if (!this.#unite(rule)) continue
      if (needs[rule] === 1) this.#follow(rule, who, alone)
      else this.#goOnTogether(rule, who, way, at)
    }
  }

  /** Joins a way to the ways of the other facts that a rule needs, one fact after the other. */
  #goOnTogether(rule: number, who: number, way: number, at: number): void {
    const given = this.#factOf(way)
    const others = this.#table.rules[rule]?.needs.filter((need) => need !== given) ?? []
    if (!others.every((need) => this.#mayBeHad(need, who))) return
    let joined: Joined[] = [{ x: this.#x, y: this.#y, z: this.#z, who, from: [way] }]
    for (const need of others) joined = joined.flatMap((each) => this.#joinedWith(need, each, at))
    for (const { x, y, z, who: both, from } of joined) {
      this.#join(x, y, z)
      this.#follow(rule, both, from)
    }
  }

  /** Whether one of these actors may get to a fact: by a full set only as is known by it or fewer events. */
  #mayBeHad(fact: number, who: number): boolean {
    return this.#c === 0 ? this.ways.firstTo(fact) !== -1 : (who & this.#knownTo(fact)) !== 0
  }

  #joinedWith(need: number, joined: Joined, at: number): Joined[] {
    const { ways, sets } = this
    const found: Joined[] = []
    const tryWay = (way: number): void => {
      const who = joined.who & (ways.actors[way] ?? 0)
      if (who === 0) return
      this.#join(joined.x, joined.y, joined.z)
      const set = ways.sets[way] ?? 0
      if (this.#put(sets.at(set, 0)) && this.#put(sets.at(set, 1)) && this.#put(sets.at(set, 2)))
        found.push({ x: this.#x, y: this.#y, z: this.#z, who, from: [...joined.from, way] })
    }
    for (let way = ways.firstTo(need); way !== -1; way = ways.after(way)) tryWay(way)
    if (this.#c === 0) return found
    for (const way of this.#present.slice(0, at)) if (this.#factOf(way) === need) tryWay(way)
    return found
  }

  /** Takes up or proposes what a rule gives by the joined set, for those to whom it is new. */
  #follow(rule: number, who: number, from: readonly number[]): void {
    const fact = this.#table.then[rule] ?? 0
    const fresh = who & ~this.#knownTo(fact)
    if (fresh === 0 || this.#isDeadEnd(fact, fresh)) return
    if (this.#x === this.#a && this.#y === this.#b && this.#z === this.#c)
      this.#take(this.ways.add(this.#set, fresh, rule, from))
    else this.#propose(rule, fresh, from)
  }

  #propose(rule: number, who: number, from: readonly number[]): void {
    const set = this.sets.number(this.#x, this.#y, this.#z)
    const way = this.ways.add(set, who, rule, from)
    if (set === this.#firstProposed.length) {
      this.#firstProposed.push(way)
      this.#waiting[sizeOf(this.sets, set)]?.push(set)
    } else this.#proposedAfter[this.#lastProposed[set] ?? 0] = way
    this.#lastProposed[set] = way
  }

  /** Whether the joined set is full and nothing new and wanted follows from a fact by events of that set alone. */
  #isDeadEnd(fact: number, among: number): boolean {
    const x = this.#x
    const y = this.#y
    const z = this.#z
    if (z === 0 || this.#isGoal[fact] === 1) return false
    if (!this.#exits.leadsOn(fact, x, y, z)) return true
    const { start, waiting, waitingFirst, second, third, then, actors } = this.#table
    const end = start[fact + 1] ?? 0
    for (let place = start[fact] ?? 0; place < end; place++) {
      const first = waitingFirst[place] ?? 0
      if (first !== 0 && first !== x && first !== y && first !== z) continue
      const rule = waiting[place] ?? 0
      if (!this.#isJoined(second[rule] ?? 0) || !this.#isJoined(third[rule] ?? 0)) continue
      const next = then[rule] ?? 0
      if (next === fact || !this.#exits.leadsOn(next, x, y, z)) continue
      if ((among & (actors[rule] ?? 0) & ~this.#knownTo(next)) !== 0) return false
    }
    return true
  }

  #isJoined(event: number): boolean {
    return event === 0 || event === this.#x || event === this.#y || event === this.#z
  }

  #factOf(way: number): number {
    return this.#table.then[this.ways.rules[way] ?? 0] ?? 0
  }

  /** Who gets to a fact by the present set or fewer events, as far as has been found. */
  #knownTo(fact: number): number {
    if (this.#stamps[fact] === this.#stamp) return this.#known[fact] ?? 0
    this.#stamps[fact] = this.#stamp
    return (this.#known[fact] = this.#coverage.within(fact, this.#a, this.#b, this.#c))
  }

  #join(x: number, y: number, z: number): void {
    this.#x = x
    this.#y = y
    this.#z = z
  }

  /** Adds the events of a rule to the joined set; false where that makes more than are looked for. */
  #unite(rule: number): boolean {
    const { first, second, third } = this.#table
    return this.#put(first[rule] ?? 0) && this.#put(second[rule] ?? 0) && this.#put(third[rule] ?? 0)
  }

  #put(event: number): boolean {
    const x = this.#x
    const y = this.#y
    if (event === 0 || event === x || event === y || event === this.#z) return true
    if (this.#z !== 0) return false
    if (x === 0) this.#x = event
    else if (event < x) this.#join(event, x, y)
    else if (y === 0) this.#y = event
    else if (event < y) this.#join(x, event, y)
    else this.#z = event
    return true
  }
}

const nothing: readonly number[] = []
