import type { Position } from '@pericard/model'
import type { Cut } from './depths.ts'
import type { Way } from './solve.ts'
import type { AttackGraph, CutSet, PathStep } from './types.ts'

/** Where the elements of a device file stand; empty where the file is not at hand, as in a browser. */
export interface Places {
  readonly positions: ReadonlyMap<string, Position>
}

/**
 * A cut set told as the attack that uses it, for the first actor of the table who can walk it. The path is told when it is
 * first asked for: a device has hundreds of cut sets and a reader looks at a few.
 */
export function tell(graph: AttackGraph, file: Places, { events, way }: Cut): CutSet {
  const actor = graph.actors[firstBit(way.actors)]
  let told: readonly PathStep[] | undefined
  return {
    events,
    actor: actor?.id ?? '',
    get path(): readonly PathStep[] {
      told ??= pathOf(graph, file, way, actor?.name ?? '')
      return told
    },
  }
}

function pathOf(graph: AttackGraph, file: Places, way: Way, actor: string): PathStep[] {
  return stepsOf(graph, way).flatMap((index): PathStep[] => {
    const step = graph.steps[index]
    if (step === undefined || step.text === '') return []
    return [
      {
        text: step.text.replace('{actor}', actor),
        events: step.events.flatMap((event) => graph.events[event]?.id ?? []),
        positions: step.because.flatMap((place) => positionOf(file, place) ?? []),
      },
    ]
  })
}

/** Where an element stands, or the nearest thing around it that has a place. */
export function positionOf(file: Places, path: string): Position | undefined {
  for (let part = path; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
    const position = file.positions.get(part)
    if (position !== undefined) return position
  }
  return undefined
}

/** Indices of the actors who can walk it. */
export function actorsOf(way: Way): number[] {
  const found: number[] = []
  for (let rest = way.actors; rest !== 0; rest &= rest - 1) found.push(firstBit(rest))
  return found
}

function firstBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask)
}

/** Something to tell: a way, or a step inside its rule that gives a fact which the rule leaves out. */
interface Told {
  readonly way: Way
  readonly step: number
  readonly open: boolean
}

/** Indices of the steps of a way, premises before conclusions, each once. Iterative: a path may be as long as the device is large. */
export function stepsOf(graph: AttackGraph, goal: Way): number[] {
  const steps = new Set<number>()
  const begun = new Map<Way, Set<number>>()
  const stack: Told[] = [{ way: goal, step: rootOf(goal), open: false }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { way, step, open } = top
    if (open) {
      steps.add(step)
      continue
    }
    const within = begun.get(way) ?? new Set<number>()
    if (within.has(step)) continue
    begun.set(way, within.add(step))
    stack.push({ way, step, open: true })
    for (const need of narrated(graph, graph.steps[step]?.needs ?? [])) {
      const inner = way.rule.parts.find((part) => graph.steps[part]?.then === need)
      const premise = way.from.find(({ fact }) => fact === need)
      if (premise !== undefined) stack.push({ way: premise, step: rootOf(premise), open: false })
      else if (inner !== undefined) stack.push({ way, step: inner, open: false })
    }
  }
  return [...steps]
}

/** The step that gives the fact itself; the parts before it give what the rule leaves out. */
function rootOf({ rule }: Way): number {
  return rule.parts.at(-1) ?? -1
}

/** Premises in the reverse of the order they are told in: first where the attacker is, then what fails them there. */
function narrated(graph: AttackGraph, needs: readonly number[]): number[] {
  const failing = (fact: number): number => (graph.facts[fact]?.startsWith('fails:') ? 0 : 1)
  return needs.toSorted((a, b) => failing(a) - failing(b) || b - a)
}
