import { assert } from '@pericard/base'
import type { Goal } from '@pericard/model'
import { actors, actorsFor } from './actors.ts'
import { prune } from './prune.ts'
import type { AttackGraph, EventId, EventInfo, GoalNode, Step } from './types.ts'

export type FactKind =
  | 'at'
  | 'takes-medium'
  | 'fails'
  | 'reach'
  | 'talks'
  | 'answers'
  | 'controls'
  | 'on-host'
  | 'unsealed'
  | 'unwraps'
  | 'finds'
  | 'holds'
  | 'uses'
  | 'reads'
  | 'alters'
  | 'loses'
  | 'directs'
  | 'confirms'
  | 'replaces'
  | 'unlocks'
  | 'memory'
  | 'masks'
  | 'unseen'
  | 'goal'

export interface NewStep {
  readonly needs: readonly number[]
  readonly events?: readonly EventId[]
  readonly then: number
  readonly actors?: readonly number[]
  readonly text?: string
  readonly because?: readonly string[]
}

/** Collects facts, events and steps, and gives each a number in the order in which it is first named. */
export class GraphBuilder {
  readonly #facts = new Map<FactKind, Map<string, number>>()
  readonly #names: string[] = []
  readonly #events = new Map<EventId, number>()
  readonly #eventInfos: EventInfo[] = []
  readonly #steps: Step[] = []
  readonly #goals: GoalNode[] = []

  fact(kind: FactKind, id: string): number {
    let ofKind = this.#facts.get(kind)
    if (ofKind === undefined) this.#facts.set(kind, (ofKind = new Map()))
    const known = ofKind.get(id)
    if (known !== undefined) return known
    const index = this.#names.push(`${kind}:${id}`) - 1
    ofKind.set(id, index)
    return index
  }

  event(info: EventInfo): void {
    if (this.#events.has(info.id)) return
    this.#events.set(info.id, this.#eventInfos.length)
    this.#eventInfos.push(info)
  }

  /** Whether the file declares what the event would happen to. Steps on anything else are a caller's bug. */
  knows(event: EventId): boolean {
    return this.#events.has(event)
  }

  step({ needs, events, then, actors: who, text = '', because = none }: NewStep): void {
    if (needs.includes(then)) return
    const premises = rising(needs)
    const happened = events === undefined ? none : rising(events.map((event) => this.#eventIndex(event)))
    this.#steps.push(
      who === undefined
        ? { needs: premises, events: happened, then, text, because }
        : { needs: premises, events: happened, then, text, because, actors: who },
    )
  }

  /** Names a goal that follows from each of `from`, for the actors who can want it. */
  goal(kind: GoalNode['kind'], asset: string, goal: Goal, wanted: number, from: readonly number[]): void {
    const fact = this.fact('goal', `${asset}/${goal}`)
    const who = actorsFor(kind, goal)
    for (const premise of from) this.step({ needs: [premise], then: fact, actors: who })
    this.#goals.push({ asset, kind, goal, fact, wanted })
  }

  build(): AttackGraph {
    return prune({
      actors: actors.map(({ id, name }) => ({ id, name })),
      facts: this.#names,
      events: this.#eventInfos,
      steps: this.#steps,
      goals: this.#goals,
    })
  }

  #eventIndex(event: EventId): number {
    const index = this.#events.get(event)
    assert(index !== undefined, `event ${event} is not declared`)
    return index
  }
}

const none: readonly never[] = []

/** Each number once, in rising order. */
function rising(numbers: readonly number[]): readonly number[] {
  return numbers.length < 2 ? numbers : [...new Set(numbers)].sort((a, b) => a - b)
}
