import type { AttackGraph, Step } from './types.ts'

/**
 * Drops what can change no depth: steps that wait for a fact nothing derives even if every event happened, and
 * steps from which no goal follows. Goals and events always stay, so that every question can still be asked.
 */
export function prune(graph: AttackGraph): AttackGraph {
  const possible = derivable(graph, () => true)
  const alive = graph.steps.filter((step) => step.needs.every((need) => possible[need] === 1))
  const wanted = useful(graph, alive)
  const steps = alive.filter((step) => wanted[step.then] === 1)

  const used = new Set<number>(graph.goals.map((goal) => goal.fact))
  for (const step of steps) {
    used.add(step.then)
    for (const need of step.needs) used.add(need)
  }
  const kept = [...used].sort((a, b) => a - b)
  const renumbered = new Map(kept.map((old, index) => [old, index]))
  const of = (old: number): number => renumbered.get(old) ?? 0
  return {
    ...graph,
    facts: kept.map((old) => graph.facts[old] ?? ''),
    steps: steps.map((step) => ({ ...step, needs: step.needs.map(of), then: of(step.then) })),
    goals: graph.goals.map((goal) => ({ ...goal, fact: of(goal.fact) })),
  }
}

/** Steps by the facts that they need. */
export function stepsByNeed(
  facts: number,
  steps: readonly Pick<Step, 'needs'>[],
): readonly (readonly number[])[] {
  const waiting: number[][] = Array.from({ length: facts }, () => [])
  steps.forEach((step, index) => {
    for (const need of step.needs) waiting[need]?.push(index)
  })
  return waiting
}

/** The facts that follow, for one actor or another, from the events that `happened` says. 1 marks such a fact. */
export function derivable({ facts, steps }: AttackGraph, happened: (event: number) => boolean): Uint8Array {
  const found = new Uint8Array(facts.length)
  // A step whose events have not all happened waits for ever.
  const missing = steps.map((step) => step.needs.length + (step.events.every(happened) ? 0 : 1))
  const waiting = stepsByNeed(facts.length, steps)
  const queue = steps.filter((_, index) => missing[index] === 0).map((step) => step.then)
  for (let fact = queue.pop(); fact !== undefined; fact = queue.pop()) {
    if (found[fact] === 1) continue
    found[fact] = 1
    for (const index of waiting[fact] ?? []) {
      const left = (missing[index] ?? 0) - 1
      missing[index] = left
      const then = steps[index]?.then
      if (left === 0 && then !== undefined) queue.push(then)
    }
  }
  return found
}

function useful({ facts, goals }: AttackGraph, steps: readonly Step[]): Uint8Array {
  const into: Step[][] = Array.from({ length: facts.length }, () => [])
  for (const step of steps) into[step.then]?.push(step)
  const found = new Uint8Array(facts.length)
  const queue = goals.map((goal) => goal.fact)
  for (let fact = queue.pop(); fact !== undefined; fact = queue.pop()) {
    if (found[fact] === 1) continue
    found[fact] = 1
    for (const step of into[fact] ?? []) queue.push(...step.needs)
  }
  return found
}
