import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { depthsOf } from '../src/depths.ts'
import { prune } from '../src/prune.ts'
import type { AttackGraph, EventId, Step } from '../src/types.ts'

const runs = process.env['SLOW'] === '1' ? 20_000 : 1500
const [factsMax, eventsMax, actorsMax] = [7, 6, 3]

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

const anyGraph: fc.Arbitrary<AttackGraph> = fc
  .array(anyStep, { minLength: 4, maxLength: 18 })
  .map((steps) => ({
    actors: Array.from({ length: actorsMax }, (_, index) => ({ id: `actor-${index}`, name: '' })),
    facts: Array.from({ length: factsMax }, (_, index) => `fact:${index}`),
    events: Array.from({ length: eventsMax }, (_, index) => ({
      id: `control:${index}`,
      label: '',
      path: '',
    })),
    steps,
    goals: Array.from({ length: factsMax }, (_, fact) => ({
      asset: `${fact}`,
      kind: 'phi',
      goal: 'lost',
      fact,
      wanted: 2,
    })),
  }))

/** What one actor can derive once these events happened, by plain repetition. */
function derives({ steps }: AttackGraph, actor: number, happened: ReadonlySet<number>): Set<number> {
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
function candidates(): number[][] {
  const all = Array.from({ length: 2 ** eventsMax }, (_, bits) =>
    Array.from({ length: eventsMax }, (_, event) => event).filter((event) => (bits & (1 << event)) !== 0),
  )
  return all.filter((set) => set.length <= 3).sort((a, b) => a.length - b.length)
}

/** Minimal cut sets by trying every set of events on every actor. */
function oracle(graph: AttackGraph, assumed: readonly number[]): string[][] {
  const found: number[][][] = graph.facts.map(() => [])
  for (const set of candidates().filter((one) => !one.some((event) => assumed.includes(event)))) {
    const happened = new Set([...set, ...assumed])
    const reached = new Set(graph.actors.flatMap((_, actor) => [...derives(graph, actor, happened)]))
    for (const fact of reached) {
      const smaller = found[fact]?.some((other) => other.every((event) => set.includes(event)))
      if (smaller === false) found[fact]?.push(set)
    }
  }
  return found.map((sets) => sets.map((set) => set.map((event) => `control:${event}`).join('+')).sort())
}

function computed(graph: AttackGraph, assumed: readonly number[]): string[][] {
  const depths = depthsOf(
    graph,
    assumed.map((event): EventId => `control:${event}`),
  )
  return depths.map(({ cutSets }) => cutSets.map((set) => set.join('+')).sort())
}

test('depthsOf() finds exactly the minimal cut sets that trying everything finds', () => {
  const assumed = fc.uniqueArray(fc.nat(eventsMax - 1), { maxLength: 2 })
  fc.assert(
    fc.property(anyGraph, assumed, (graph, events) => {
      assert.deepEqual(computed(graph, events), oracle(graph, events))
    }),
    { numRuns: runs },
  )
})

test('depthsOf() gives the same on a pruned graph', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      const few = { ...graph, goals: graph.goals.slice(0, 2) }
      assert.deepEqual(computed(prune(few), []), computed(few, []))
    }),
    { numRuns: runs / 3 },
  )
})

test('depthsOf() does not depend on the order of steps', () => {
  const shuffled = anyGraph.chain((graph) =>
    fc.tuple(fc.constant(graph), fc.shuffledSubarray([...graph.steps], { minLength: graph.steps.length })),
  )
  fc.assert(
    fc.property(shuffled, ([graph, steps]) => {
      assert.deepEqual(computed({ ...graph, steps }, []), computed(graph, []))
    }),
    { numRuns: runs / 3 },
  )
})
