import { Triples } from './triples.ts'

/** Remembers who gets to a fact by sets of at most two events (0 after the last), as bit masks of actors. */
export class Coverage {
  /** `[fact, a, b]` */
  readonly #known = new Triples()
  readonly #who: number[] = []
  /** For each fact, bit n is set where it has a set of n events. */
  readonly #sizes: Uint8Array

  constructor(facts: number) {
    this.#sizes = new Uint8Array(facts)
  }

  add(fact: number, a: number, b: number, who: number): void {
    const number = this.#known.number(fact, a, b)
    this.#who[number] = (this.#who[number] ?? 0) | who
    this.#sizes[fact] = (this.#sizes[fact] ?? 0) | (1 << (a === 0 ? 0 : b === 0 ? 1 : 2))
  }

  /** Who gets to a fact by some of these events: one look-up for each subset of at most two. */
  within(fact: number, a: number, b: number, c: number): number {
    const sizes = this.#sizes[fact] ?? 0
    let who = (sizes & 1) === 0 ? 0 : this.#by(fact, 0, 0)
    if ((sizes & 2) !== 0) {
      if (a !== 0) who |= this.#by(fact, a, 0)
      if (b !== 0) who |= this.#by(fact, b, 0)
      if (c !== 0) who |= this.#by(fact, c, 0)
    }
    if ((sizes & 4) !== 0) {
      if (b !== 0) who |= this.#by(fact, a, b)
      if (c !== 0) who |= this.#by(fact, a, c) | this.#by(fact, b, c)
    }
    return who
  }

  #by(fact: number, a: number, b: number): number {
    const number = this.#known.find(fact, a, b)
    return number === -1 ? 0 : (this.#who[number] ?? 0)
  }
}
