import type { EventRanks } from './event-ranks.ts'
import type { AttackGraph } from './types.ts'

/** A step of the reduced graph: steps of the graph with the facts between them left out. */
export interface Rule {
  /** In rising order. */
  readonly needs: readonly number[]
  /** Ranks of events (see `eventRanks`) in rising order, at most as many as are looked for. */
  readonly events: readonly number[]
  readonly then: number
  /** Bit mask. */
  readonly actors: number
  readonly origin: Origin
}

/** What a rule stands for: the index of a step of the graph, or what two joined rules stood for. */
export type Origin = number | { readonly first: Origin; readonly last: Origin }

/** Rules that would replace a fact's own may be this many more than those; a few more pay, since whole sets are not copied. */
const growthMax = 20
const passes = 3
/** A fact whose joins would be this many times too many is not looked at more closely. */
const hopeless = 4

/**
 * Leaves out facts that only hand on what they are given, such as reaching an interface on the way to speaking on
 * it. A fact is replaced by joining each rule that gives it to each that needs it; whatever follows without that
 * fact follows as before, by the same events and actors, so cut sets do not change and there is much less to copy.
 */
export function reduce(
  graph: AttackGraph,
  assumed: ReadonlySet<number>,
  { rankOf }: EventRanks,
  orderMax: number,
): Rule[] {
  const store = new RuleStore(graph.facts.length, orderMax)
  const anybody = 2 ** graph.actors.length - 1
  const rankLeft = rankOf.map((rank, index) => (assumed.has(index) ? 0 : rank))
  graph.steps.forEach(({ needs, events, then, actors }, index) => {
    const who = actors === undefined ? anybody : maskOf(actors)
    store.add(new LiveRule(rising(needs), ranked(events, rankLeft), then, who, index))
  })
  const kept = new Uint8Array(graph.facts.length)
  for (const { fact } of graph.goals) kept[fact] = 1
  for (let pass = 0; pass < passes; pass++) {
    for (let fact = 0; fact < kept.length; fact++) if (kept[fact] === 0) store.leaveOut(fact)
  }
  return store.rules()
}

/** The steps of a rule in the order they are taken: last the one that gives what the rule gives. */
export function stepsOfRule({ origin }: Rule): number[] {
  const steps: number[] = []
  const stack = [origin]
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if (typeof top === 'number') steps.push(top)
    else stack.push(top.last, top.first)
  }
  return steps
}

/** A rule while rules are still joined and dropped. */
class LiveRule implements Rule {
  needs: readonly number[]
  events: readonly number[]
  readonly then: number
  actors: number
  origin: Origin
  live = true

  constructor(
    needs: readonly number[],
    events: readonly number[],
    then: number,
    actors: number,
    origin: Origin,
  ) {
    this.needs = needs
    this.events = events
    this.then = then
    this.actors = actors
    this.origin = origin
  }
}

/** By fact, some rules. */
type RuleLists = (LiveRule[] | undefined)[]

class RuleStore {
  /** By fact the rules that give it and those that need it, some of which may be gone, and how many are not. */
  readonly #giving: RuleLists
  readonly #needing: RuleLists
  readonly #givingCount: Int32Array
  readonly #needingCount: Int32Array
  /** 1 for facts that have been given a rule since it was last seen which of their rules cover others. */
  readonly #isNew: Uint8Array
  readonly #orderMax: number

  constructor(facts: number, orderMax: number) {
    this.#giving = Array.from({ length: facts })
    this.#needing = Array.from({ length: facts })
    this.#givingCount = new Int32Array(facts)
    this.#needingCount = new Int32Array(facts)
    this.#isNew = new Uint8Array(facts)
    this.#orderMax = orderMax
  }

  add(rule: LiveRule): void {
    const { needs, then } = rule
    if (rule.events.length > this.#orderMax || rule.actors === 0 || needs.includes(then)) return
    listed(this.#giving, then).push(rule)
    for (const need of needs) listed(this.#needing, need).push(rule)
    this.#isNew[then] = 1
    this.#count(rule, 1)
  }

  leaveOut(fact: number): void {
    if (!this.#isWorthwhile(fact, hopeless)) return
    this.#dropCovered(fact)
    if (!this.#isWorthwhile(fact, 1)) return
    const giving = this.#take(this.#giving, fact)
    const needing = this.#take(this.#needing, fact)
    for (const rule of giving) this.#remove(rule)
    for (const rule of needing) this.#join(giving, rule, fact)
  }

  #take(lists: RuleLists, fact: number): LiveRule[] {
    const rules = (lists[fact] ?? []).filter(isLive)
    lists[fact] = undefined
    return rules
  }

  /** Replaces a rule by its joins to the rules that give one of its facts. */
  #join(giving: readonly LiveRule[], last: LiveRule, fact: number): void {
    const { needs, events, then, actors, origin } = last
    const others = needs.length === 1 ? none : needs.filter((need) => need !== fact)
    this.#remove(last)
    for (const first of giving) {
      const who = first.actors & actors
      if (who === 0 || first.needs.includes(then)) continue
      const happened = merged(first.events, events)
      if (happened.length > this.#orderMax) continue
      const joint = merged(first.needs, others)
      const both = { first: first.origin, last: origin }
      if (last.live) this.add(new LiveRule(joint, happened, then, who, both))
      else this.#revive(last, joint, happened, who, both)
    }
  }

  /** The first join takes the rule's own place, where it is listed already. */
  #revive(
    rule: LiveRule,
    needs: readonly number[],
    events: readonly number[],
    actors: number,
    origin: Origin,
  ): void {
    for (const need of needs) if (!rule.needs.includes(need)) listed(this.#needing, need).push(rule)
    rule.needs = needs
    rule.events = events
    rule.actors = actors
    rule.origin = origin
    rule.live = true
    this.#isNew[rule.then] = 1
    this.#count(rule, 1)
  }

  rules(): Rule[] {
    const rules: Rule[] = []
    for (let fact = 0; fact < this.#giving.length; fact++) {
      this.#dropCovered(fact)
      for (const rule of this.#giving[fact] ?? []) if (rule.live) rules.push(rule)
    }
    return rules
  }

  #isWorthwhile(fact: number, slack: number): boolean {
    const giving = this.#givingCount[fact] ?? 0
    const needing = this.#needingCount[fact] ?? 0
    return giving * needing <= slack * (giving + needing + growthMax)
  }

  #dropCovered(fact: number): void {
    if (this.#isNew[fact] === 0) return
    this.#isNew[fact] = 0
    const rules = this.#take(this.#giving, fact)
    this.#giving[fact] = rules
    const needBits = new Int32Array(rules.length)
    const eventBits = new Int32Array(rules.length)
    rules.forEach(({ needs, events }, at) => {
      needBits[at] = bitsOf(needs)
      eventBits[at] = bitsOf(events)
    })
    for (let at = 1; at < rules.length; at++) {
      const rule = rules[at]
      const needs = needBits[at] ?? 0
      const events = eventBits[at] ?? 0
      for (let before = 0; before < at; before++) {
        // Most pairs are told apart by a need or event that only one of them has.
        const otherNeeds = needBits[before] ?? 0
        const otherEvents = eventBits[before] ?? 0
        const mayCover = (otherNeeds & ~needs) === 0 && (otherEvents & ~events) === 0
        const mayBeCovered = (needs & ~otherNeeds) === 0 && (events & ~otherEvents) === 0
        if (!mayCover && !mayBeCovered) continue
        const other = rules[before]
        if (rule?.live !== true || other?.live !== true) continue
        if (mayCover && covers(other, rule)) this.#remove(rule)
        else if (mayBeCovered && covers(rule, other)) this.#remove(other)
      }
    }
  }

  #remove(rule: LiveRule): void {
    if (!rule.live) return
    rule.live = false
    this.#count(rule, -1)
  }

  #count({ needs, then }: LiveRule, one: 1 | -1): void {
    this.#givingCount[then] = (this.#givingCount[then] ?? 0) + one
    for (const need of needs) this.#needingCount[need] = (this.#needingCount[need] ?? 0) + one
  }
}

function listed(lists: RuleLists, fact: number): LiveRule[] {
  return (lists[fact] ??= [])
}

function isLive({ live }: LiveRule): boolean {
  return live
}

const none: readonly number[] = []

/** Both lists in one; they and it are in rising order. */
function merged(left: readonly number[], right: readonly number[]): readonly number[] {
  if (left.length === 0) return right
  if (right.length === 0) return left
  const both: number[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const a = left[i] ?? Number.POSITIVE_INFINITY
    const b = right[j] ?? Number.POSITIVE_INFINITY
    both.push(Math.min(a, b))
    if (a <= b) i++
    if (b <= a) j++
  }
  return both
}

function ranked(events: readonly number[], rankLeft: Int32Array): readonly number[] {
  if (events.length === 0) return none
  return rising(events.map((event) => rankLeft[event] ?? 0).filter((rank) => rank !== 0))
}

function rising(numbers: readonly number[]): readonly number[] {
  for (let at = 1; at < numbers.length; at++) {
    if ((numbers[at - 1] ?? 0) >= (numbers[at] ?? 0)) return [...new Set(numbers)].sort((a, b) => a - b)
  }
  return numbers
}

function maskOf(actors: readonly number[]): number {
  let mask = 0
  for (const actor of actors) mask |= 1 << actor
  return mask
}

function bitsOf(numbers: readonly number[]): number {
  let bits = 0
  for (const number of numbers) bits |= 1 << (number & 31)
  return bits
}

/** Whether `general` gives whatever `special` gives. */
function covers(general: LiveRule, special: LiveRule): boolean {
  return (
    (special.actors & ~general.actors) === 0 &&
    isWithin(general.needs, special.needs) &&
    isWithin(general.events, special.events)
  )
}

/** Whether each of `few` is among `many`. A loop, since much of the time is spent here. */
function isWithin(few: readonly number[], many: readonly number[]): boolean {
  if (few.length > many.length) return false
  for (const one of few) if (!many.includes(one)) return false
  return true
}
