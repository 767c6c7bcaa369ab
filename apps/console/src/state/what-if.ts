/** What-if: which events are assumed to have happened, and what that does to every depth. Pure. */
import { depthsOf, type Analysis, type Depth, type GoalResult, type Level } from '@pericard/analysis'

export const levels: readonly Level[] = ['declared', 'enforced', 'proven']

export interface WhatIf {
  readonly level: Level
  /** Events from the address that the graph knows, each once. */
  readonly assumed: readonly string[]
}

/** Reads the query; events that the device does not have are left out, since a link may outlive a device file. */
export function readWhatIf(query: URLSearchParams, known: ReadonlySet<string>): WhatIf {
  const asked = query.get('level')
  const level = levels.find((one) => one === asked) ?? 'declared'
  return { level, assumed: [...new Set(query.getAll('assume'))].filter((event) => known.has(event)) }
}

export function writeWhatIf({ level, assumed }: WhatIf): URLSearchParams {
  const query = new URLSearchParams()
  if (level !== 'declared') query.set('level', level)
  for (const event of assumed) query.append('assume', event)
  return query
}

export function toggled({ level, assumed }: WhatIf, event: string): WhatIf {
  const without = assumed.filter((one) => one !== event)
  return { level, assumed: without.length < assumed.length ? without : [...assumed, event] }
}

export interface Cell {
  readonly before: Depth
  readonly after: Depth
}

export interface GoalRow {
  readonly result: GoalResult
  readonly cells: Readonly<Record<Level, Cell>>
}

/** One row per goal, with each level's depth as it is and as it would be. */
export function goalRows(analyses: Readonly<Record<Level, Analysis>>, assumed: readonly string[]): GoalRow[] {
  const after = {
    declared: depthsAfter(analyses.declared, assumed),
    enforced: depthsAfter(analyses.enforced, assumed),
    proven: depthsAfter(analyses.proven, assumed),
  }
  return analyses.declared.goals.map((result) => {
    const cell = (level: Level): Cell => {
      const goal = analyses[level].goals.find((one) => goalKey(one) === goalKey(result))
      const before = goal?.depth ?? result.depth
      return { before, after: after[level].get(goalKey(result)) ?? before }
    }
    return {
      result,
      cells: { declared: cell('declared'), enforced: cell('enforced'), proven: cell('proven') },
    }
  })
}

export function goalKey({ asset, goal }: { readonly asset: string; readonly goal: string }): string {
  return `${asset}/${goal}`
}

export function depthText(depth: number): string {
  return depth > 3 ? '>3' : String(depth)
}

function depthsAfter(analysis: Analysis, assumed: readonly string[]): Map<string, Depth> {
  if (assumed.length === 0) return new Map()
  const depths = depthsOf(analysis.graph, [...analysis.assumed, ...assumed])
  return new Map(depths.map((one) => [goalKey(one), one.depth]))
}
