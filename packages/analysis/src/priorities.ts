import { cutsOf, depthOf, eventIndices } from './depths.ts'
import { compareText } from './ordered.ts'
import { derivable } from './prune.ts'
import { solve } from './solve.ts'
import type { Analysis, AttackGraph, EventId, GoalResult, Step } from './types.ts'

export interface Priority {
  /** A failure event to make impossible alone, or a place of the file where no control stands yet. */
  readonly at: { readonly event: EventId } | { readonly place: string }
  /** Goals, as `<asset>/<goal>`, below policy whose depth this one change raises. */
  readonly raises: readonly string[]
  /** Of those, the goals that would then meet the policy. */
  readonly meets: readonly string[]
  /** Goals open today that would stay open through this place even if every other open place were closed. */
  readonly opens: readonly string[]
}

/** Places where a control can be named. */
const controllable =
  /\.(authentication|validation|protection|storage|isolated-by|protected-by|envelope-by|image-by|flood-by|verified-by|closed-by|default|stored-by)$/

/** What to do first: each single change that raises goals below policy, the most useful first. */
export function prioritiesOf(analysis: Pick<Analysis, 'goals' | 'graph' | 'assumed'>): Priority[] {
  const found = [...eventPriorities(analysis), ...placePriorities(analysis)]
  const name = ({ at }: Priority): string => ('event' in at ? at.event : at.place)
  return found
    .filter(({ raises, opens }) => raises.length + opens.length > 0)
    .sort(
      (a, b) =>
        b.meets.length + b.opens.length - a.meets.length - a.opens.length ||
        b.raises.length - a.raises.length ||
        compareText(name(a), name(b)),
    )
}

/** A goal rises if every cut set as small as its depth has the event, so the cut sets themselves answer this. */
function eventPriorities({ goals, graph }: Pick<Analysis, 'goals' | 'graph'>): Priority[] {
  const open = goals.filter((goal) => !goal.met && goal.acceptedBy === undefined && goal.depth > 0)
  return graph.events.map(({ id }): Priority => {
    const rising = open.flatMap((goal) => {
      const depth = depthOf(goal.cutSets.filter((cut) => !cut.events.includes(id)))
      return depth > goal.depth ? [{ name: `${goal.asset}/${goal.goal}`, met: depth >= goal.wanted }] : []
    })
    return {
      at: { event: id },
      raises: rising.map(({ name }) => name),
      meets: rising.filter(({ met }) => met).map(({ name }) => name),
      opens: [],
    }
  })
}

/** What is open today has no event to prevent: here a control is missing, so each place is tried with one in it. */
function placePriorities({
  goals,
  graph,
  assumed,
}: Pick<Analysis, 'goals' | 'graph' | 'assumed'>): Priority[] {
  const open = goals.filter((goal) => goal.depth === 0 && !goal.met && goal.acceptedBy === undefined)
  if (open.length === 0) return []
  const happened = eventIndices(graph, assumed)
  const free = derivable(graph, (event) => happened.has(event))
  const places = new Set(graph.steps.flatMap((step) => missingControl(graph, step, free) ?? []))
  return [...places].sort(compareText).map((place): Priority => {
    const steps = graph.steps.filter((step) => missingControl(graph, step, free) !== place)
    const closed = { ...graph, steps }
    const after = solve(closed, happened)
    const others = graph.steps.filter((step) => (missingControl(graph, step, free) ?? place) === place)
    const alone = derivable({ ...graph, steps: others }, (event) => happened.has(event))
    const rising = open.flatMap(({ asset, goal, depth, wanted }) => {
      const fact = factOf(graph, { asset, goal })
      const then = depthOf(cutsOf(closed, after, fact))
      return then > depth ? [{ name: `${asset}/${goal}`, met: then >= wanted }] : []
    })
    return {
      at: { place },
      raises: rising.map(({ name }) => name),
      meets: rising.filter(({ met }) => met).map(({ name }) => name),
      opens: open
        .filter((goal) => alone[factOf(graph, goal)] === 1)
        .map(({ asset, goal }) => `${asset}/${goal}`),
    }
  })
}

function factOf({ goals }: AttackGraph, wanted: Pick<GoalResult, 'asset' | 'goal'>): number {
  return goals.find(({ asset, goal }) => asset === wanted.asset && goal === wanted.goal)?.fact ?? -1
}

function missingControl(graph: AttackGraph, step: Step, free: Uint8Array): string | undefined {
  const place = step.because[0]
  if (place === undefined || step.events.length > 0 || !controllable.test(place)) return undefined
  const guarded = step.needs.some((need) => /^(fails|unsealed):/.test(graph.facts[need] ?? ''))
  return guarded || !step.needs.every((need) => free[need] === 1) ? undefined : place
}
