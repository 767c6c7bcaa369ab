/** Cut sets as a picture: actor, steps, goal, with the failure events that feed them. Pure. */
import type { AttackGraph, CutSet, EventId } from '@pericard/analysis'

export interface PictureNode {
  readonly id: string
  readonly kind: 'actor' | 'step' | 'event' | 'goal'
  readonly text: string
  readonly event?: EventId
}

export interface PictureEdge {
  readonly id: string
  readonly from: string
  readonly to: string
}

export interface Picture {
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly PictureEdge[]
}

/** Merges the cut sets where they share an actor's step or an event; a common cause is drawn once. */
export function pictureOf(graph: AttackGraph, goal: string, cutSets: readonly CutSet[]): Picture {
  const nodes = new Map<string, PictureNode>()
  const edges = new Map<string, PictureEdge>()
  const put = (node: PictureNode): string => {
    if (!nodes.has(node.id)) nodes.set(node.id, node)
    return node.id
  }
  const join = (from: string, to: string): void => {
    if (from !== to) edges.set(`${from}>${to}`, { id: `${from}>${to}`, from, to })
  }
  const goalId = put({ id: 'goal', kind: 'goal', text: goal })
  for (const { actor, path, events } of cutSets) {
    const name = graph.actors.find(({ id }) => id === actor)?.name ?? actor
    let last = put({ id: `actor:${actor}`, kind: 'actor', text: capital(name) })
    const drawn = new Set<EventId>()
    const waiting: string[] = []
    const eventNode = (event: EventId): string => {
      drawn.add(event)
      return put({ id: `event:${event}`, kind: 'event', text: eventText(graph, event), event })
    }
    for (const step of path) {
      // A failing control is nobody's step: it is drawn as the event that feeds the next one.
      if (step.events.length > 0 && !step.text.includes(name)) {
        waiting.push(...step.events.map(eventNode))
        continue
      }
      const text = capital(step.text.replace(name, '').trim())
      const here = put({ id: `step:${actor}:${text}`, kind: 'step', text })
      join(last, here)
      for (const event of [...waiting.splice(0), ...step.events.map(eventNode)]) join(event, here)
      last = here
    }
    join(last, goalId)
    for (const event of waiting) join(event, goalId)
    for (const event of events) if (!drawn.has(event)) join(eventNode(event), goalId)
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] }
}

export function eventText(graph: AttackGraph, id: string): string {
  return graph.events.find((event) => event.id === id)?.label ?? id
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
