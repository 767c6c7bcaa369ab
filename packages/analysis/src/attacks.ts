import { cutsOf, eventIndices } from './depths.ts'
import { type Places, tell } from './paths.ts'
import { solve, type Way } from './solve.ts'
import type { AttackGraph, CutSet, GoalNode } from './types.ts'

/**
 * What-if, told: the minimal cut sets of one goal once `assumed` has happened, each with its path. Paths carry no
 * file lines, since the graph alone does not know them.
 */
export function attacksOn(graph: AttackGraph, goal: GoalNode, assumed: readonly string[]): CutSet[] {
  const solution = solve(graph, eventIndices(graph, assumed))
  return cutsOf(graph, solution, goal.fact).map((cut) => tell(graph, { positions: new Map() }, cut))
}

/**
 * For every goal, in the graph's order, the cut sets that take each single actor the fewest failures: somebody else's
 * shorter way hides nobody's. With file lines where `places` has them.
 */
export function attacksByActor(graph: AttackGraph, assumed: readonly string[], places: Places): CutSet[][] {
  const solution = solve(graph, eventIndices(graph, assumed))
  return graph.goals.map(({ fact }) =>
    graph.actors.flatMap((_, actor) => {
      const bit = 1 << actor
      const own = (solution[fact] ?? []).filter(({ actors }) => (actors & bit) !== 0)
      const fewest = Math.min(...own.map(({ events }) => events.length))
      const ways = own
        .filter(({ events }) => events.length === fewest)
        .map(
          ({ fact, events, rule, from, minimal }): Way => ({
            fact,
            events,
            actors: bit,
            rule,
            from,
            minimal,
          }),
        )
      const cuts = ways.map((way) => ({
        way,
        events: way.events.flatMap((at) => graph.events[at]?.id ?? []),
      }))
      return cuts.map(({ way, events }) => tell(graph, places, { way, events: events.toSorted() }))
    }),
  )
}
