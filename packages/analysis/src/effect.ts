import { depthsOf, type GoalDepth } from './depths.ts'
import { orderMax } from './solve.ts'
import type { AttackGraph, EventId, GoalNode } from './types.ts'

/** A goal with its depth before and after something has happened. */
export interface DepthFall {
  readonly asset: string
  readonly goal: GoalNode['goal']
  readonly before: number
  readonly after: number
}

/** What it does to the device if an event has happened. */
export interface Effect {
  /** Goals whose depth falls, those that fall lowest first. */
  readonly lowers: readonly DepthFall[]
  /** Why nothing falls; empty where something does. */
  readonly held: string
}

/** Asks the graph what each event would do on top of `assumed`. The depths without it are worked out once. */
export function effectsOf(graph: AttackGraph, assumed: readonly string[]): (event: string) => Effect {
  let before: readonly GoalDepth[] | undefined
  return (event) => {
    before ??= depthsOf(graph, assumed)
    const after = depthsOf(graph, [...assumed, event])
    const lowers = after.flatMap(({ asset, goal, depth }, index): DepthFall[] => {
      const was = before?.[index]?.depth ?? depth
      return depth < was ? [{ asset, goal, before: was, after: depth }] : []
    })
    if (lowers.length === 0) return { lowers, held: heldBecause(graph, event, before) }
    return {
      lowers: lowers.toSorted((a, b) => a.after - b.after || b.before - b.after - (a.before - a.after)),
      held: '',
    }
  }
}

function heldBecause(graph: AttackGraph, event: string, before: readonly GoalDepth[]): string {
  const index = graph.events.findIndex(({ id }) => id === event)
  if (!graph.steps.some(({ events }) => events.includes(index)))
    return `no step that an attacker can take rests on ${event}`
  const through = before
    .map((goal) => ({ goal, others: withoutEvent(goal, event) }))
    .filter((each): each is Through => each.others !== undefined)
    .sort((a, b) => a.others.length - b.others.length || a.goal.depth - b.goal.depth)
  const [nearest] = through
  if (nearest === undefined) return elsewhere(graph, index, before)
  const { goal, others } = nearest
  const still = `${listed(others)} still ${others.length === 1 ? 'has' : 'have'} to fail`
  return `with it, ${still} before ${goal.asset} is ${goal.goal}; ${easierThan(goal, event)}`
}

/** The way to a goal that is at least as easy and does not use the event. */
function easierThan({ depth, cutSets }: GoalDepth, event: string): string {
  const other = cutSets.find((events) => !events.includes(event as EventId)) ?? []
  return `that is as easily had through ${listed(other)} (depth ${depth})`
}

interface Through {
  readonly goal: GoalDepth
  readonly others: readonly string[]
}

/** The other layers of the smallest attack that uses an event. */
function withoutEvent({ cutSets }: GoalDepth, event: string): readonly string[] | undefined {
  return cutSets.find((events) => events.includes(event as EventId))?.filter((each) => each !== event)
}

/** It is in no smallest attack: what it leads to is open or as easily had without it, or too many layers stand before that. */
function elsewhere(graph: AttackGraph, event: number, before: readonly GoalDepth[]): string {
  const led = goalsAfter(graph, event)
  const goals = before.filter((_, index) => led.has(index))
  const open = goals.filter(({ depth }) => depth === 0)
  if (open.length > 0)
    return `what it leads to is open without it: ${listed(open.map(({ asset, goal }) => `${asset} ${goal}`))} (depth 0)`
  const [easiest] = goals.toSorted((a, b) => a.depth - b.depth)
  if (easiest === undefined || easiest.depth > orderMax)
    return `more than ${orderMax} layers stand before everything that it leads to`
  return `${easiest.asset} ${easiest.goal} is as easily had without it, through ${listed(easiest.cutSets[0] ?? [])} (depth ${easiest.depth})`
}

/** Goals that some step leads to, near or far, that rests on an event. */
function goalsAfter({ steps, goals }: AttackGraph, event: number): ReadonlySet<number> {
  const after = new Map<number, number[]>()
  for (const { needs, then } of steps)
    for (const need of needs) after.set(need, [...(after.get(need) ?? []), then])
  const queue = steps.flatMap(({ events, then }) => (events.includes(event) ? [then] : []))
  const reached = new Set(queue)
  for (let fact = queue.pop(); fact !== undefined; fact = queue.pop())
    for (const next of after.get(fact) ?? []) {
      if (reached.has(next)) continue
      reached.add(next)
      queue.push(next)
    }
  return new Set(goals.flatMap(({ fact }, index) => (reached.has(fact) ? [index] : [])))
}

const listedMax = 4

function listed(names: readonly string[]): string {
  const rest = names.length - listedMax
  if (rest > 0) return `${names.slice(0, listedMax).join(', ')} and ${rest} more`
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
