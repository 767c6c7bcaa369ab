import { cutsOf, eventIndices } from './depths.ts'
import { tell } from './paths.ts'
import { solve } from './solve.ts'
import type { AttackGraph, CutSet, GoalNode } from './types.ts'

/**
 * What-if, told: the minimal cut sets of one goal once `assumed` has happened, each with its path. Paths carry no
 * file lines, since the graph alone does not know them.
 */
export function attacksOn(graph: AttackGraph, goal: GoalNode, assumed: readonly string[]): CutSet[] {
  const solution = solve(graph, eventIndices(graph, assumed))
  return cutsOf(graph, solution, goal.fact).map((cut) => tell(graph, { positions: new Map() }, cut))
}
