import type { RuleTable } from './rule-table.ts'

/** Bits kept for each fact; with fewer events than this no two share one. */
const widthMax = 1024
/** How many facts are looked at that follow without events; where there are more, a goal is taken to follow. */
const followingMax = 64

/**
 * From which facts a full set of events can still lead to a goal. A filter: it may say so of a fact from which no goal
 * follows, never the other way round, since it looks at one premise of each rule, and at one event.
 */
export class Exits {
  readonly #goalFollows: Uint8Array
  /** For each fact the first of its words in `#bits`, or -1 where no rule needs it. */
  readonly #row: Int32Array
  /** One bit for the first event of each rule that comes next, after any number of rules without events. */
  readonly #bits: Int32Array
  readonly #words: number

  constructor(facts: number, events: number, isGoal: Uint8Array, table: RuleTable) {
    this.#words = Math.ceil(Math.min(widthMax, events + 1) / 32)
    this.#goalFollows = isGoal.slice()
    this.#row = new Int32Array(facts).fill(-1)
    let words = 0
    for (let fact = 0; fact < facts; fact++) {
      if (table.start[fact] === table.start[fact + 1]) continue
      this.#row[fact] = words
      words += this.#words
    }
    this.#bits = new Int32Array(words)
    for (let fact = 0; fact < facts; fact++) if (this.#row[fact] !== -1) this.#gather(fact, isGoal, table)
  }

  /** Whether a goal follows from the fact without any event, or a rule comes next whose first event is one of these. */
  leadsOn(fact: number, a: number, b: number, c: number): boolean {
    if (this.#goalFollows[fact] === 1) return true
    const row = this.#row[fact] ?? -1
    return row !== -1 && (this.#has(row, a) || this.#has(row, b) || this.#has(row, c))
  }

  #gather(fact: number, isGoal: Uint8Array, { start, waiting, waitingFirst, then }: RuleTable): void {
    const row = this.#row[fact] ?? 0
    const following = [fact]
    for (let at = 0; at < following.length; at++) {
      const from = following[at] ?? 0
      const end = start[from + 1] ?? 0
      for (let place = start[from] ?? 0; place < end; place++) {
        const next = then[waiting[place] ?? 0] ?? 0
        // What comes back to the fact itself brings nothing new.
        if (next === fact) continue
        const first = waitingFirst[place] ?? 0
        if (first !== 0) this.#add(row, first)
        else if (!following.includes(next)) following.push(next)
        if (first === 0 && isGoal[next] === 1) this.#goalFollows[fact] = 1
      }
      if (following.length > followingMax) this.#goalFollows[fact] = 1
      if (this.#goalFollows[fact] === 1) return
    }
  }

  #add(row: number, event: number): void {
    const bit = event % (this.#words * 32)
    const word = row + (bit >>> 5)
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (bit & 31))
  }

  #has(row: number, event: number): boolean {
    const bit = event % (this.#words * 32)
    return ((this.#bits[row + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) !== 0
  }
}
