import type { DeviceFile, Position } from '@pericard/model'
import type { Cut } from './depths.ts'
import type { Way } from './solve.ts'
import type { AttackGraph, CutSet, PathStep } from './types.ts'

/** A cut set told as the attack that uses it, for the first actor of the table who can walk it. */
export function tell(graph: AttackGraph, file: DeviceFile, { events, way }: Cut): CutSet {
  const actor = graph.actors[firstBit(way.actors)]
  const steps = inOrder(graph, way).map((index) => graph.steps[index])
  const path = steps.flatMap((step): PathStep[] => {
    if (step === undefined || step.text === '') return []
    return [
      {
        text: step.text.replace('{actor}', actor?.name ?? ''),
        events: step.events.flatMap((index) => graph.events[index]?.id ?? []),
        positions: step.because.flatMap((place) => positionOf(file, place) ?? []),
      },
    ]
  })
  return { events, actor: actor?.id ?? '', path }
}

/** Where an element stands, or the nearest thing around it that has a place. */
export function positionOf(file: DeviceFile, path: string): Position | undefined {
  for (let part = path; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
    const position = file.positions.get(part)
    if (position !== undefined) return position
  }
  return undefined
}

/** Indices of the actors who can walk it. */
export function actorsOf(way: Way): number[] {
  return Array.from({ length: 31 }, (_, index) => index).filter((index) => (way.actors & (1 << index)) !== 0)
}

function firstBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask)
}

/** Steps with premises before conclusions, each once. Iterative: a path may be as long as the device is large. */
function inOrder(graph: AttackGraph, goal: Way): number[] {
  const steps: number[] = []
  const told = new Set<Way>()
  const stack: { way: Way; open: boolean }[] = [{ way: goal, open: false }]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { way, open } = top
    if (open) {
      if (!steps.includes(way.step)) steps.push(way.step)
      continue
    }
    if (told.has(way)) continue
    told.add(way)
    stack.push({ way, open: true })
    for (const premise of narrated(graph, way)) stack.push({ way: premise, open: false })
  }
  return steps
}

/** Premises in the reverse of the order they are told in: first where the attacker is, then what fails them there. */
function narrated(graph: AttackGraph, { from }: Way): Way[] {
  const failing = (way: Way): number => (graph.facts[way.fact]?.startsWith('fails:') ? 0 : 1)
  return from.toSorted((a, b) => failing(a) - failing(b) || b.fact - a.fact)
}
