import { minimal, orderMax, solve, type Solution, type Way } from './solve.ts'
import type { AttackGraph, Depth, EventId, GoalNode } from './types.ts'

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

/** The minimal cut sets of a fact with the way that each stands for. */
export function cutsOf(graph: AttackGraph, solution: Solution, fact: number): Cut[] {
  const cuts = minimal(solution[fact] ?? []).map((way) => ({ events: namesOf(graph, way), way }))
  return cuts.sort((a, b) => a.events.length - b.events.length || compareIds(a.events, b.events))
}

export function depthOf(cuts: readonly { readonly events: readonly EventId[] }[]): Depth {
  return (cuts[0]?.events.length ?? orderMax + 1) as Depth
}

export function eventIndices(graph: AttackGraph, events: readonly string[]): Set<number> {
  const wanted = new Set(events)
  return new Set(graph.events.flatMap(({ id }, index) => (wanted.has(id) ? [index] : [])))
}

function namesOf(graph: AttackGraph, { events }: Way): EventId[] {
  return events.flatMap((index) => graph.events[index]?.id ?? []).sort()
}

function compareIds(a: readonly EventId[], b: readonly EventId[]): number {
  for (const [index, id] of a.entries()) {
    const other = b[index] ?? ''
    if (id !== other) return id < other ? -1 : 1
  }
  return 0
}
