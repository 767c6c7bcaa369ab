/** Random attack graphs for property tests, and the cut sets of a graph by trying everything. */
import fc from 'fast-check'
import type { AttackGraph, EventId, Step } from '../src/types.ts'

const [factsMax, eventsMax, actorsMax] = [9, 6, 3]

const anyStep: fc.Arbitrary<Step> = fc.record(
  {
    needs: fc.uniqueArray(fc.nat(factsMax - 1), { maxLength: 3 }),
    events: fc.uniqueArray(fc.nat(eventsMax - 1), { maxLength: 2 }),
    then: fc.nat(factsMax - 1),
    actors: fc.uniqueArray(fc.nat(actorsMax - 1), { minLength: 1, maxLength: 2 }),
    text: fc.constant(''),
    because: fc.constant([]),
  },
  { requiredKeys: ['needs', 'events', 'then', 'text', 'because'] },
)

/** Sparse ones, which reduction leaves little of, and dense ones, where facts stay since leaving them out would cost too much. */
const anySteps: fc.Arbitrary<Step[]> = fc.oneof(
  fc.array(anyStep, { minLength: 4, maxLength: 18 }),
  fc.array(anyStep, { minLength: 25, maxLength: 60, size: 'max' }),
)

/** Cycles, shared events, steps of some actors only, steps without needs; any facts may be goals. */
export const anyGraph: fc.Arbitrary<AttackGraph> = fc
  .tuple(anySteps, fc.uniqueArray(fc.nat(factsMax - 1), { minLength: 1, maxLength: factsMax }))
  .map(([steps, goals]) => ({
    actors: Array.from({ length: actorsMax }, (_, index) => ({ id: `actor-${index}`, name: '' })),
    facts: Array.from({ length: factsMax }, (_, index) => `fact:${index}`),
    // Ids that do not rise with the index, since cut sets are in the order of ids.
    events: Array.from({ length: eventsMax }, (_, index) => ({ id: eventId(index), label: '', path: '' })),
    steps,
    goals: goals.map((fact) => ({ asset: `${fact}`, kind: 'phi', goal: 'lost', fact, wanted: 2 })),
  }))

export const anyEvents: fc.Arbitrary<number[]> = fc.uniqueArray(fc.nat(eventsMax - 1), { maxLength: 2 })

export function eventId(index: number): EventId {
  return `control:${(index * 5 + 3) % 7}`
}

/** What one actor can derive by some steps once these events happened, by plain repetition. */
export function derives(steps: readonly Step[], actor: number, happened: ReadonlySet<number>): Set<number> {
  const facts = new Set<number>()
  for (let before = -1; before !== facts.size; ) {
    before = facts.size
    for (const step of steps) {
      const able = step.actors === undefined || step.actors.includes(actor)
      const ready =
        step.needs.every((need) => facts.has(need)) && step.events.every((event) => happened.has(event))
      if (able && ready) facts.add(step.then)
    }
  }
  return facts
}

/** Every set of at most three events, smallest first. */
const candidates: readonly (readonly number[])[] = Array.from({ length: 2 ** eventsMax }, (_, bits) =>
  Array.from({ length: eventsMax }, (_, event) => event).filter((event) => (bits & (1 << event)) !== 0),
)
  .filter((set) => set.length <= 3)
  .sort((a, b) => a.length - b.length)

/** The minimal cut sets of each goal, each as its ids joined, by trying every set of events on every actor. */
export function oracle(graph: AttackGraph, assumed: readonly number[]): string[][] {
  const found: (readonly number[])[][] = graph.facts.map(() => [])
  for (const set of candidates.filter((one) => !one.some((event) => assumed.includes(event)))) {
    const happened = new Set([...set, ...assumed])
    const reached = new Set(graph.actors.flatMap((_, actor) => [...derives(graph.steps, actor, happened)]))
    for (const fact of reached) {
      const smaller = found[fact]?.some((other) => other.every((event) => set.includes(event)))
      if (smaller === false) found[fact]?.push(set)
    }
  }
  const named = found.map((sets) => sets.map((set) => set.map(eventId).sort().join('+')).sort())
  return graph.goals.map(({ fact }) => named[fact] ?? [])
}
