/** The exact computation of minimal cut sets, by a fixpoint over antichains of event sets. */
import { assert } from '@pericard/base'
import { stepsByNeed } from './prune.ts'
import type { AttackGraph } from './types.ts'

/** Cut sets are exact up to this many events; larger ones are not looked for. */
export const orderMax = 3
/** Event numbers are packed in three lots of 17 bits to one exact double. */
const eventsMax = 2 ** 17 - 2

/** Event numbers in rising order, at most `orderMax` of them. */
export type EventSet = readonly number[]

/**
 * One way to a fact: once `events` have happened, each actor in the bit mask `actors` gets there by `step` from
 * `from`. An entry's actors are always among those of its premises, so a path can be told for any one of them.
 */
export interface Way {
  readonly fact: number
  readonly events: EventSet
  readonly actors: number
  readonly step: number
  readonly from: readonly Way[]
}

/** For each fact its ways; for any one actor their event sets are minimal and, up to `orderMax`, complete. */
export type Solution = readonly (readonly Way[])[]

/**
 * Ways are settled by rising number of events. Joining ways never shrinks their sets, so a settled way can not be
 * beaten by a later one and nothing is ever withdrawn; that makes the result exact whatever the order of steps.
 */
export function solve(graph: AttackGraph, assumed: ReadonlySet<number>): Solution {
  assert(graph.events.length <= eventsMax, `an attack graph holds at most ${eventsMax} events`)
  assert(graph.actors.length <= 31, 'actors are bits of one number')
  const anybody = 2 ** graph.actors.length - 1
  const steps = graph.steps.map((step) => ({
    needs: step.needs,
    then: step.then,
    events: step.events.filter((event) => !assumed.has(event)),
    actors: step.actors === undefined ? anybody : step.actors.reduce((mask, index) => mask | (1 << index), 0),
  }))
  const waiting = stepsByNeed(graph.facts.length, graph.steps)
  const settled: Way[][] = graph.facts.map(() => [])
  const covered: Map<number, number>[] = graph.facts.map(() => new Map<number, number>())
  const pending: Way[][] = Array.from({ length: orderMax + 1 }, () => [])

  const propose = (step: number, events: EventSet, who: number, from: readonly Way[]): void => {
    const fact = steps[step]?.then ?? 0
    const fresh = who & ~coverage(covered[fact], events)
    if (fresh !== 0) pending[events.length]?.push({ fact, events, actors: fresh, step, from })
  }
  /** Joins one way to each of the still open premises, one premise after the other. */
  const join = (step: number, skip: number, at: number, events: EventSet, who: number, from: Way[]): void => {
    const needs = steps[step]?.needs ?? []
    const need = needs[at]
    if (need === undefined) return propose(step, events, who, [...from])
    if (need === skip) return join(step, skip, at + 1, events, who, from)
    for (const way of settled[need] ?? []) {
      const both = who & way.actors
      if (both === 0) continue
      const union = unite(events, way.events)
      if (union === undefined) continue
      from.push(way)
      join(step, skip, at + 1, union, both, from)
      from.pop()
    }
  }

  steps.forEach((step, index) => {
    if (step.needs.length === 0 && step.events.length <= orderMax)
      propose(index, step.events, step.actors, [])
  })
  for (const queue of pending) {
    // The queue grows while it is read: a step without events of its own leads to ways of the same order.
    for (let at = 0; at < queue.length; at++) {
      const proposed = queue[at]
      if (proposed === undefined) break
      const seen = covered[proposed.fact]
      const fresh = proposed.actors & ~coverage(seen, proposed.events)
      if (fresh === 0) continue
      const way = fresh === proposed.actors ? proposed : { ...proposed, actors: fresh }
      const key = keyOf(way.events)
      seen?.set(key, (seen.get(key) ?? 0) | fresh)
      settled[way.fact]?.push(way)
      for (const index of waiting[way.fact] ?? []) {
        const step = steps[index]
        if (step === undefined) continue
        const union = unite(way.events, step.events)
        const who = way.actors & step.actors
        if (union !== undefined && who !== 0) join(index, way.fact, 0, union, who, [way])
      }
    }
  }
  return settled
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

function keyOf(events: EventSet): number {
  return pack(events[0], events[1], events[2])
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
