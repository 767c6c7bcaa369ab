import { compareText } from '../ordered.ts'
import type { EventId, GoalResult, IntersectionEntry } from '../types.ts'

/** Events that stand in cut sets of PHI and of functions: where a data breach and a function compromise meet. */
export function intersectionOf(goals: readonly GoalResult[]): IntersectionEntry[] {
  const data = assetsByEvent(goals, 'phi')
  const functions = assetsByEvent(goals, 'function')
  const both = [...data.keys()].filter((event) => functions.has(event)).sort(compareText)
  return both.map((event) => ({
    event,
    data: [...(data.get(event) ?? [])].sort(compareText),
    functions: [...(functions.get(event) ?? [])].sort(compareText),
  }))
}

function assetsByEvent(goals: readonly GoalResult[], kind: GoalResult['kind']): Map<EventId, Set<string>> {
  const found = new Map<EventId, Set<string>>()
  for (const goal of goals) {
    if (goal.kind !== kind) continue
    for (const event of goal.cutSets.flatMap((cut) => cut.events)) {
      const assets = found.get(event) ?? new Set<string>()
      found.set(event, assets.add(`${goal.asset}/${goal.goal}`))
    }
  }
  return found
}
