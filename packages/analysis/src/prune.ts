import type { AttackGraph, Step } from './types.ts'

/**
 * Drops what can change no depth: steps that wait for a fact nothing derives even if every event happened, and
 * steps from which no goal follows. Goals and events always stay, so that every question can still be asked.
 */
export function prune(graph: AttackGraph): AttackGraph {
  const possible = derivable(graph)
  const alive = graph.steps.filter(({ needs }) => areAll(possible, needs))
  const wanted = useful(graph, alive)
  const steps = alive.filter(({ then }) => wanted[then] === 1)

  const numbers = renumbered(graph, steps)
  const facts: string[] = []
  graph.facts.forEach((fact, old) => {
    if (numbers[old] !== -1) facts.push(fact)
  })
  return {
    ...graph,
    facts,
    steps: steps.map((step) => ({
      ...step,
      needs: step.needs.map((need) => numbers[need] ?? 0),
      then: numbers[step.then] ?? 0,
    })),
    goals: graph.goals.map((goal) => ({ ...goal, fact: numbers[goal.fact] ?? 0 })),
  }
}

function areAll(marked: Uint8Array, facts: readonly number[]): boolean {
  for (const fact of facts) if (marked[fact] !== 1) return false
  return true
}

/** By fact its number among those that goals or steps name, or -1. */
function renumbered({ facts, goals }: AttackGraph, steps: readonly Step[]): Int32Array {
  const numbers = new Int32Array(facts.length).fill(-1)
  for (const { fact } of goals) numbers[fact] = 0
  for (const { needs, then } of steps) {
    numbers[then] = 0
    for (const need of needs) numbers[need] = 0
  }
  let next = 0
  for (let fact = 0; fact < numbers.length; fact++) if (numbers[fact] === 0) numbers[fact] = next++
  return numbers
}

/** The facts that follow, for one actor or another, once every event has happened. 1 marks such a fact. */
function derivable({ facts, steps }: AttackGraph): Uint8Array {
  const found = new Uint8Array(facts.length)
  const missing = new Int32Array(steps.length)
  const needing = new Links(facts.length)
  const queue: number[] = []
  steps.forEach(({ needs, then }, index) => {
    missing[index] = needs.length
    for (const need of needs) needing.add(need, index)
    if (needs.length === 0) queue.push(then)
  })
  for (let fact = queue.pop(); fact !== undefined; fact = queue.pop()) {
    if (found[fact] === 1) continue
    found[fact] = 1
    for (let link = needing.first(fact); link !== -1; link = needing.next(link)) {
      const index = needing.at(link)
      const left = (missing[index] ?? 0) - 1
      missing[index] = left
      if (left === 0) queue.push(steps[index]?.then ?? 0)
    }
  }
  return found
}

/** The facts from which a goal follows, if whatever else it needs is there. 1 marks such a fact. */
function useful({ facts, goals }: AttackGraph, steps: readonly Step[]): Uint8Array {
  const giving = new Links(facts.length)
  steps.forEach(({ then }, index) => giving.add(then, index))
  const found = new Uint8Array(facts.length)
  const queue = goals.map((goal) => goal.fact)
  for (let fact = queue.pop(); fact !== undefined; fact = queue.pop()) {
    if (found[fact] === 1) continue
    found[fact] = 1
    for (let link = giving.first(fact); link !== -1; link = giving.next(link))
      for (const need of steps[giving.at(link)]?.needs ?? []) queue.push(need)
  }
  return found
}

/** Lists of numbers by fact, without an array for each. */
class Links {
  readonly #first: Int32Array
  readonly #numbers: number[] = []
  readonly #next: number[] = []

  constructor(facts: number) {
    this.#first = new Int32Array(facts).fill(-1)
  }

  add(fact: number, number: number): void {
    this.#next.push(this.#first[fact] ?? -1)
    this.#first[fact] = this.#numbers.push(number) - 1
  }

  first(fact: number): number {
    return this.#first[fact] ?? -1
  }

  next(link: number): number {
    return this.#next[link] ?? -1
  }

  at(link: number): number {
    return this.#numbers[link] ?? 0
  }
}
