/** Depths of a small device, for tests of clauses. */
import { buildGraph } from '../src/graph.ts'
import { depthsOf, type GoalDepth } from '../src/depths.ts'
import { device, type DeviceParts } from './device.ts'

export function goalOf(parts: DeviceParts, asset: string, goal: string): GoalDepth | undefined {
  return depthsOf(buildGraph(device(parts)), []).find((each) => each.asset === asset && each.goal === goal)
}

/** The smallest cut sets as one line each, `open` where nothing has to fail, or `none` up to order 3. */
export function cuts(parts: DeviceParts, asset: string, goal: string): string[] {
  const found = goalOf(parts, asset, goal)?.cutSets.map((events) => events.join(' + ') || 'open') ?? [
    'no such goal',
  ]
  return found.length === 0 ? ['none'] : found
}
