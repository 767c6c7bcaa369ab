import { stepsByNeed } from './prune.ts'
import type { AttackGraph } from './types.ts'

/** A step of the reduced graph: steps of the graph with the facts between them left out. */
export interface Rule {
  readonly needs: readonly number[]
  readonly events: readonly number[]
  readonly then: number
  /** Bit mask. */
  readonly actors: number
  /** The step of the graph that gives `then`, and before it those that give the facts left out. */
  readonly parts: readonly number[]
}

/** Rules that would replace a fact's own may be this many more than those; a few more pay, since whole sets are not copied. */
const growthMax = 20
const passes = 3

/**
 * Leaves out facts that only hand on what they are given, such as reaching an interface on the way to speaking on
 * it. A fact is replaced by joining each rule that gives it to each that needs it; whatever follows without that
 * fact follows as before, by the same events and actors, so cut sets do not change and there is much less to copy.
 */
export function reduce(graph: AttackGraph, assumed: ReadonlySet<number>, orderMax: number): Rule[] {
  const store = new RuleStore(graph.facts.length, orderMax)
  const anybody = 2 ** graph.actors.length - 1
  graph.steps.forEach(({ needs, events, then, actors }, index) => {
    store.add({
      needs: [...needs].sort((a, b) => a - b),
      events: events.filter((event) => !assumed.has(event)).sort((a, b) => a - b),
      then,
      actors: actors === undefined ? anybody : actors.reduce((mask, actor) => mask | (1 << actor), 0),
      parts: [index],
    })
  })
  const kept = new Set(graph.goals.map((goal) => goal.fact))
  for (let pass = 0; pass < passes; pass++) {
    for (let fact = 0; fact < graph.facts.length; fact++) if (!kept.has(fact)) store.leaveOut(fact)
  }
  return store.rules()
}

export function waitingRules(facts: number, rules: readonly Rule[]): readonly (readonly number[])[] {
  return stepsByNeed(facts, rules)
}

class RuleStore {
  readonly #giving: Set<Rule>[]
  readonly #needing: Set<Rule>[]
  readonly #orderMax: number

  constructor(facts: number, orderMax: number) {
    this.#giving = Array.from({ length: facts }, () => new Set<Rule>())
    this.#needing = Array.from({ length: facts }, () => new Set<Rule>())
    this.#orderMax = orderMax
  }

  add(rule: Rule): void {
    if (rule.events.length > this.#orderMax || rule.actors === 0 || rule.needs.includes(rule.then)) return
    const siblings = this.#giving[rule.then]
    if (siblings === undefined) return
    for (const other of siblings) {
      if (covers(other, rule)) return
      if (covers(rule, other)) this.#remove(other)
    }
    siblings.add(rule)
    for (const need of rule.needs) this.#needing[need]?.add(rule)
  }

  leaveOut(fact: number): void {
    const giving = [...(this.#giving[fact] ?? [])]
    const needing = [...(this.#needing[fact] ?? [])]
    if (giving.length * needing.length > giving.length + needing.length + growthMax) return
    for (const rule of [...giving, ...needing]) this.#remove(rule)
    for (const last of needing) for (const first of giving) this.add(joined(first, last, fact))
  }

  rules(): Rule[] {
    return this.#giving.flatMap((rules) => [...rules])
  }

  #remove(rule: Rule): void {
    this.#giving[rule.then]?.delete(rule)
    for (const need of rule.needs) this.#needing[need]?.delete(rule)
  }
}

function joined(first: Rule, last: Rule, fact: number): Rule {
  return {
    needs: merged(
      first.needs,
      last.needs.filter((need) => need !== fact),
    ),
    events: merged(first.events, last.events),
    then: last.then,
    actors: first.actors & last.actors,
    parts: [...first.parts, ...last.parts],
  }
}

function merged(left: readonly number[], right: readonly number[]): readonly number[] {
  if (left.length === 0) return right
  if (right.length === 0) return left
  return [...new Set([...left, ...right])].sort((a, b) => a - b)
}

/** Whether `general` gives whatever `special` gives. */
function covers(general: Rule, special: Rule): boolean {
  return (
    isWithin(general.needs, special.needs) &&
    isWithin(general.events, special.events) &&
    (special.actors & ~general.actors) === 0
  )
}

/** Whether each of `few` is among `many`. A loop, since most of the time is spent here. */
export function isWithin(few: readonly number[], many: readonly number[]): boolean {
  if (few.length > many.length) return false
  for (const one of few) if (!many.includes(one)) return false
  return true
}
