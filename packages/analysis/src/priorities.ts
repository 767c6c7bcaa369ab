import { compareText } from './ordered.ts'
import type { Analysis, EventId } from './types.ts'

export interface Priority {
  readonly event: EventId
  /** Goals, as `<asset>/<goal>`, that are below policy and that would rise if this one event could not happen. */
  readonly raises: readonly string[]
  /** Of those, the goals that would then meet the policy. */
  readonly meets: readonly string[]
}

/**
 * What to do first: for each event of a cut set too small for policy, what it would buy to make it impossible. A
 * goal rises if no other cut set is as small as its depth, so cut sets answer this without another computation.
 */
export function prioritiesOf({ goals, graph }: Pick<Analysis, 'goals' | 'graph'>): Priority[] {
  const open = goals.filter((goal) => !goal.met && goal.acceptedBy === undefined && goal.depth > 0)
  const found = graph.events.map(({ id }): Priority => {
    const rising = open.flatMap((goal) => {
      const left = goal.cutSets.filter((cut) => !cut.events.includes(id))
      const depth = left[0]?.events.length ?? 4
      return depth > goal.depth ? [{ name: `${goal.asset}/${goal.goal}`, met: depth >= goal.wanted }] : []
    })
    return {
      event: id,
      raises: rising.map(({ name }) => name),
      meets: rising.filter(({ met }) => met).map(({ name }) => name),
    }
  })
  return found
    .filter(({ raises }) => raises.length > 0)
    .sort(
      (a, b) =>
        b.meets.length - a.meets.length || b.raises.length - a.raises.length || compareText(a.event, b.event),
    )
}
