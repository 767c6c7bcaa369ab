import { orderMax, solve, type Solution } from './solve.ts'
import type { AttackGraph, Depth, EventId, GoalNode } from './types.ts'
import type { Way } from './ways.ts'

export interface GoalDepth {
  readonly asset: string
  readonly goal: GoalNode['goal']
  readonly depth: Depth
  /** Minimal, smallest first, then by event ids. */
  readonly cutSets: readonly (readonly EventId[])[]
}

/**
 * What-if: the depth of every goal once `assumed` has happened. Events that the graph does not know change nothing;
 * ask `assumeIssues` first. Pure, and fast enough to be asked at each click.
 */
export function depthsOf(graph: AttackGraph, assumed: readonly string[]): GoalDepth[] {
  const solution = solve(graph, eventIndices(graph, assumed))
  return graph.goals.map(({ asset, goal, fact }) => {
    const cutSets = cutsOf(graph, solution, fact)
    return { asset, goal, depth: depthOf(cutSets), cutSets: cutSets.map(({ events }) => events) }
  })
}

export interface Cut {
  readonly events: readonly EventId[]
  readonly way: Way
}

/** The minimal cut sets of a goal with the way that each stands for, smallest first, then by event ids. */
export function cutsOf(graph: AttackGraph, solution: Solution, fact: number): Cut[] {
  const cuts: Cut[] = []
  for (const way of solution[fact] ?? []) if (way.minimal) cuts.push({ events: namesOf(graph, way), way })
  return cuts
}

export function depthOf(cuts: readonly { readonly events: readonly EventId[] }[]): Depth {
  return (cuts[0]?.events.length ?? orderMax + 1) as Depth
}

export function eventIndices(graph: AttackGraph, events: readonly string[]): Set<number> {
  const wanted = new Set(events)
  return new Set(graph.events.flatMap(({ id }, index) => (wanted.has(id) ? [index] : [])))
}

function namesOf(graph: AttackGraph, { events }: Way): EventId[] {
  const names: EventId[] = []
  for (const index of events) {
    const event = graph.events[index]
    if (event !== undefined) names.push(event.id)
  }
  return names
}
