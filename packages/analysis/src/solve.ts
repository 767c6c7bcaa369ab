/** The exact computation of minimal cut sets, by a fixpoint over antichains of event sets. */
import { assert } from '@pericard/base'
import { isWithin, reduce, type Rule, waitingRules } from './reduce.ts'
import type { AttackGraph } from './types.ts'

/** Cut sets are exact up to this many events; larger ones are not looked for. */
export const orderMax = 3
/** Event numbers are packed in three lots of 17 bits to one exact double. */
const eventsMax = 2 ** 17 - 2

/** Event numbers in rising order, at most `orderMax` of them. */
export type EventSet = readonly number[]

/**
 * One way to a fact: once `events` have happened, each actor in the bit mask `actors` gets there by `rule` from
 * `from`. A way's actors are always among those of its premises, so a path can be told for any one of them.
 */
export interface Way {
  readonly fact: number
  readonly events: EventSet
  readonly actors: number
  readonly rule: Rule
  readonly from: readonly Way[]
}

/**
 * For each fact its ways; for any one actor their event sets are minimal and, up to `orderMax`, complete. Facts that
 * are no goal may be left out on the way to one and then have none.
 */
export type Solution = readonly (readonly Way[])[]

/**
 * Ways are settled by rising number of events. Joining ways never shrinks their sets, so a settled way can not be
 * beaten by a later one and nothing is ever withdrawn; that makes the result exact whatever the order of steps.
 */
export function solve(graph: AttackGraph, assumed: ReadonlySet<number>): Solution {
  assert(graph.events.length <= eventsMax, `an attack graph holds at most ${eventsMax} events`)
  assert(graph.actors.length <= 31, 'actors are bits of one number')
  const rules = reduce(graph, assumed, orderMax)
  const waiting = waitingRules(graph.facts.length, rules)
  const waitingByEvent = rulesByFirstEvent(rules, waiting)
  const settled: Way[][] = graph.facts.map(() => [])
  const covered: Map<number, number>[] = graph.facts.map(() => new Map<number, number>())
  const pending: Way[][] = Array.from({ length: orderMax + 1 }, () => [])

  const goals = new Uint8Array(graph.facts.length)
  for (const { fact } of graph.goals) goals[fact] = 1

  /** Whether a full set can still lead to a goal: only by rules that ask for no event outside it. */
  const leadsOn = (fact: number, events: EventSet, who: number, passed: Map<number, number>): boolean => {
    if (goals[fact] === 1) return true
    passed.set(fact, (passed.get(fact) ?? 0) | who)
    const byEvent = waitingByEvent[fact]
    if (byEvent === undefined || byEvent.size === 0) return false
    for (let at = -1; at < events.length; at++) {
      for (const rule of byEvent.get(events[at] ?? -1) ?? none) {
        if (!isWithin(rule.events, events)) continue
        const next = rule.then
        const fresh = who & rule.actors & ~(passed.get(next) ?? 0)
        const uncovered = fresh === 0 ? 0 : fresh & ~coverage(covered[next], events)
        if (uncovered !== 0 && leadsOn(next, events, uncovered, passed)) return true
      }
    }
    return false
  }
  const propose = (rule: Rule, events: EventSet, who: number, from: readonly Way[]): void => {
    const fact = rule.then
    const fresh = who & ~coverage(covered[fact], events)
    if (fresh === 0) return
    if (events.length < orderMax || leadsOn(fact, events, fresh, new Map())) {
      pending[events.length]?.push({ fact, events, actors: fresh, rule, from })
    } else cover(covered[fact], events, fresh)
  }
  /** Joins what is gathered to the ways of each premise still open, one premise after the other. */
  const join = (
    rule: Rule,
    skip: number,
    at: number,
    events: EventSet,
    who: number,
    from: readonly Way[],
  ): void => {
    const need = rule.needs[at]
    if (need === undefined) return propose(rule, events, who, from)
    if (need === skip) return join(rule, skip, at + 1, events, who, from)
    for (const way of settled[need] ?? []) {
      const both = who & way.actors
      const union = both === 0 ? undefined : unite(events, way.events)
      if (union !== undefined) join(rule, skip, at + 1, union, both, [...from, way])
    }
  }

  for (const rule of rules) if (rule.needs.length === 0) propose(rule, rule.events, rule.actors, [])
  for (const queue of pending) {
    // The queue grows while it is read: a rule without events of its own leads to ways of the same order.
    for (let at = 0; at < queue.length; at++) {
      const proposed = queue[at]
      if (proposed === undefined) break
      const seen = covered[proposed.fact]
      const fresh = proposed.actors & ~coverage(seen, proposed.events)
      if (fresh === 0) continue
      const way = fresh === proposed.actors ? proposed : { ...proposed, actors: fresh }
      cover(seen, way.events, fresh)
      settled[way.fact]?.push(way)
      for (const index of waiting[way.fact] ?? []) {
        const rule = rules[index]
        const who = rule === undefined ? 0 : way.actors & rule.actors
        if (rule === undefined || who === 0) continue
        const union = unite(way.events, rule.events)
        if (union !== undefined) join(rule, way.fact, 0, union, who, [way])
      }
    }
  }
  return settled
}

const none: readonly Rule[] = []

/** For each fact the rules that need it, by their first event, or -1 where they have none. */
function rulesByFirstEvent(
  rules: readonly Rule[],
  waiting: readonly (readonly number[])[],
): Map<number, Rule[]>[] {
  return waiting.map((indices) => {
    const byEvent = new Map<number, Rule[]>()
    for (const index of indices) {
      const rule = rules[index]
      const event = rule?.events[0] ?? -1
      const known = byEvent.get(event)
      if (rule === undefined) continue
      if (known === undefined) byEvent.set(event, [rule])
      else known.push(rule)
    }
    return byEvent
  })
}

/** Ways whose event sets are minimal whoever walks them, smallest first. */
export function minimal(ways: readonly Way[]): Way[] {
  const kept: Way[] = []
  for (const way of [...ways].sort((a, b) => a.events.length - b.events.length)) {
    if (!kept.some((other) => other.events.every((event) => way.events.includes(event)))) kept.push(way)
  }
  return kept
}

/** The union, or undefined where it has more events than are looked for. */
function unite(left: EventSet, right: EventSet): EventSet | undefined {
  if (right.length === 0) return left
  if (left.length === 0) return right.length > orderMax ? undefined : right
  const union: number[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const a = left[i] ?? Number.POSITIVE_INFINITY
    const b = right[j] ?? Number.POSITIVE_INFINITY
    if (union.length === orderMax) return undefined
    union.push(Math.min(a, b))
    if (a <= b) i++
    if (b <= a) j++
  }
  return union
}

function cover(seen: Map<number, number> | undefined, events: EventSet, who: number): void {
  const key = pack(events[0], events[1], events[2])
  seen?.set(key, (seen.get(key) ?? 0) | who)
}

function pack(a = -1, b = -1, c = -1): number {
  return a + 1 + (b + 1) * 2 ** 17 + (c + 1) * 2 ** 34
}

/** The actors who get there with these events or fewer of them: one look-up for each subset. */
function coverage(seen: ReadonlyMap<number, number> | undefined, events: EventSet): number {
  if (seen === undefined || seen.size === 0) return 0
  const [a, b, c] = events
  let mask = seen.get(0) ?? 0
  if (a === undefined) return mask
  mask |= seen.get(pack(a)) ?? 0
  if (b === undefined) return mask
  mask |= (seen.get(pack(b)) ?? 0) | (seen.get(pack(a, b)) ?? 0)
  if (c === undefined) return mask
  mask |= (seen.get(pack(c)) ?? 0) | (seen.get(pack(a, c)) ?? 0)
  return mask | (seen.get(pack(b, c)) ?? 0) | (seen.get(pack(a, b, c)) ?? 0)
}
