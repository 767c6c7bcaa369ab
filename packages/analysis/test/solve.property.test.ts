import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cutsOf, depthsOf } from '../src/depths.ts'
import { actorsOf, stepsOf } from '../src/paths.ts'
import { prune } from '../src/prune.ts'
import { solve } from '../src/solve.ts'
import type { AttackGraph } from '../src/types.ts'
import { anyEvents, anyGraph, derives, eventId, oracle } from './graphs.ts'

const runs = process.env['SLOW'] === '1' ? 50_000 : 4_000

function computed(graph: AttackGraph, assumed: readonly number[]): string[][] {
  return depthsOf(graph, assumed.map(eventId)).map(({ cutSets }) =>
    cutSets.map((set) => set.join('+')).sort(),
  )
}

test('depthsOf() finds exactly the minimal cut sets that trying everything finds', () => {
  fc.assert(
    fc.property(anyGraph, anyEvents, (graph, events) => {
      assert.deepEqual(computed(graph, events), oracle(graph, events))
    }),
    { numRuns: runs },
  )
})

test('depthsOf() lists cut sets smallest first, then by event ids, each set in the order of ids', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      for (const { cutSets } of depthsOf(graph, [])) {
        const keys = cutSets.map((set) => `${set.length} ${set.join(' ')}`)
        assert.deepEqual(keys, keys.toSorted())
        for (const set of cutSets) assert.deepEqual(set, set.toSorted())
      }
    }),
    { numRuns: runs / 4 },
  )
})

test('solve() gives ways that each of their actors can walk with just their events', () => {
  fc.assert(
    fc.property(anyGraph, anyEvents, (graph, events) => {
      const solution = solve(graph, new Set(events))
      for (const { fact } of graph.goals) {
        assert.equal(
          new Set(cutsOf(graph, solution, fact).map((cut) => cut.events.join())).size,
          cutsOf(graph, solution, fact).length,
        )
        for (const way of solution[fact] ?? []) {
          const steps = stepsOf(graph, way).flatMap((index) => graph.steps[index] ?? [])
          const happened = new Set([...way.events, ...events])
          assert.ok(actorsOf(way).length > 0)
          for (const actor of actorsOf(way)) assert.ok(derives(steps, actor, happened).has(fact))
        }
      }
    }),
    { numRuns: runs / 4 },
  )
})

test('solve() finds for each single actor the fewest events that trying everything finds for them', () => {
  fc.assert(
    fc.property(anyGraph, anyEvents, (graph, events) => {
      const solution = solve(graph, new Set(events))
      for (const [actor] of graph.actors.entries()) {
        const able = graph.steps.filter(({ actors }) => actors?.includes(actor) ?? true)
        const steps = able.map((step) => ({ ...step, actors: [0] }))
        const expected = oracle({ ...graph, actors: graph.actors.slice(0, 1), steps }, events)
        for (const [index, { fact }] of graph.goals.entries()) {
          const own = (solution[fact] ?? []).filter(({ actors }) => ((actors >> actor) & 1) === 1)
          const sets = own.map((way) => way.events.map(eventId).sort().join('+')).sort()
          assert.deepEqual(sets, expected[index])
        }
      }
    }),
    { numRuns: runs / 8 },
  )
})

test('depthsOf() gives the same on a pruned graph', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      assert.deepEqual(computed(prune(graph), []), computed(graph, []))
    }),
    { numRuns: runs / 4 },
  )
})

test('depthsOf() does not depend on the order of steps', () => {
  const shuffled = anyGraph.chain((graph) =>
    fc.tuple(fc.constant(graph), fc.shuffledSubarray([...graph.steps], { minLength: graph.steps.length })),
  )
  fc.assert(
    fc.property(shuffled, ([graph, steps]) => {
      assert.deepEqual(depthsOf({ ...graph, steps }, []), depthsOf(graph, []))
    }),
    { numRuns: runs / 4 },
  )
})

test('an event that has happened never makes a goal deeper, and takes away one line of defence at most', () => {
  fc.assert(
    fc.property(anyGraph, anyEvents, (graph, events) => {
      const before = depthsOf(graph, events.map(eventId))
      for (const { id } of graph.events) {
        const taken = events.map(eventId).includes(id) ? 0 : 1
        for (const [index, { depth }] of depthsOf(graph, [...events.map(eventId), id]).entries()) {
          const was = before[index]?.depth ?? -1
          assert.ok(depth <= was && depth >= was - taken, `${was} became ${depth} with ${id}`)
        }
      }
    }),
    { numRuns: runs / 8 },
  )
})
