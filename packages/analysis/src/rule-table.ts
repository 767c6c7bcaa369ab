import type { Rule } from './reduce.ts'

/** Rules as columns of numbers, and for each fact the rules that need it. */
export interface RuleTable {
  readonly rules: readonly Rule[]
  readonly then: Int32Array
  readonly actors: Int32Array
  /** Up to three events of each rule in rising order, 0 after the last. */
  readonly first: Int32Array
  readonly second: Int32Array
  readonly third: Int32Array
  /** How many facts each rule needs. */
  readonly needs: Int32Array
  /** The rules that need a fact are `waiting[start[fact]]` to before `waiting[start[fact + 1]]`, by rising first event. */
  readonly start: Int32Array
  readonly waiting: Int32Array
  /** The first event of each of `waiting`. */
  readonly waitingFirst: Int32Array
}

export function ruleTable(facts: number, rules: readonly Rule[]): RuleTable {
  const column = (of: (rule: Rule) => number): Int32Array => {
    const numbers = new Int32Array(rules.length)
    rules.forEach((rule, index) => (numbers[index] = of(rule)))
    return numbers
  }
  const first = column(({ events }) => events[0] ?? 0)
  return {
    rules,
    then: column(({ then }) => then),
    actors: column(({ actors }) => actors),
    first,
    second: column(({ events }) => events[1] ?? 0),
    third: column(({ events }) => events[2] ?? 0),
    needs: column(({ needs }) => needs.length),
    ...waitingByFact(facts, rules, first),
  }
}

function waitingByFact(
  facts: number,
  rules: readonly Rule[],
  first: Int32Array,
): Pick<RuleTable, 'start' | 'waiting' | 'waitingFirst'> {
  const start = new Int32Array(facts + 1)
  for (const { needs } of rules) for (const need of needs) start[need + 1] = (start[need + 1] ?? 0) + 1
  for (let fact = 0; fact < facts; fact++) start[fact + 1] = (start[fact + 1] ?? 0) + (start[fact] ?? 0)
  const waiting = new Int32Array(start[facts] ?? 0)
  const waitingFirst = new Int32Array(waiting.length)
  const next = start.slice()
  for (const index of byFirstEvent(first)) {
    const event = first[index] ?? 0
    for (const need of rules[index]?.needs ?? []) {
      const at = next[need] ?? 0
      next[need] = at + 1
      waiting[at] = index
      waitingFirst[at] = event
    }
  }
  return { start, waiting, waitingFirst }
}

/** Indices of rules by rising first event, those of one event in their own order: a sort by counting. */
function byFirstEvent(first: Int32Array): Int32Array {
  let most = 0
  for (const event of first) most = Math.max(most, event)
  const place = new Int32Array(most + 2)
  for (const event of first) place[event + 1] = (place[event + 1] ?? 0) + 1
  for (let event = 1; event < place.length; event++)
    place[event] = (place[event] ?? 0) + (place[event - 1] ?? 0)
  const sorted = new Int32Array(first.length)
  for (let index = 0; index < first.length; index++) {
    const event = first[index] ?? 0
    const at = place[event] ?? 0
    sorted[at] = index
    place[event] = at + 1
  }
  return sorted
}
