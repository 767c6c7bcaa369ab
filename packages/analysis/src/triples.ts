/**
 * Numbers triples of integers in the order in which they are first named: a hash table without objects, since a
 * solution names some hundred thousand of them.
 */
export class Triples {
  /** One more than the number of the triple that hashes there; 0 is an empty slot. */
  #slots = new Int32Array(2048)
  #triples = new Int32Array(1024 * 3)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** The number of a triple, or -1 where it has none. */
  find(x: number, y: number, z: number): number {
    const slots = this.#slots
    const last = slots.length - 1
    for (let slot = hash(x, y, z) & last; ; slot = (slot + 1) & last) {
      const number = (slots[slot] ?? 0) - 1
      if (number === -1 || this.#is(number, x, y, z)) return number
    }
  }

  /** The number of a triple, the next free one where it had none. */
  number(x: number, y: number, z: number): number {
    const slots = this.#slots
    const last = slots.length - 1
    let slot = hash(x, y, z) & last
    for (; slots[slot] !== 0; slot = (slot + 1) & last) {
      const known = (slots[slot] ?? 0) - 1
      if (this.#is(known, x, y, z)) return known
    }
    slots[slot] = this.#count + 1
    return this.#append(x, y, z)
  }

  /** One of the three integers: `place` is 0, 1 or 2. */
  at(number: number, place: number): number {
    return this.#triples[number * 3 + place] ?? 0
  }

  #is(number: number, x: number, y: number, z: number): boolean {
    const triples = this.#triples
    const at = number * 3
    return triples[at] === x && triples[at + 1] === y && triples[at + 2] === z
  }

  #append(x: number, y: number, z: number): number {
    const number = this.#count++
    const at = number * 3
    if (at === this.#triples.length) {
      const larger = new Int32Array(this.#triples.length * 2)
      larger.set(this.#triples)
      this.#triples = larger
    }
    this.#triples[at] = x
    this.#triples[at + 1] = y
    this.#triples[at + 2] = z
    if (this.#count * 2 > this.#slots.length) this.#grow()
    return number
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 4)
    const last = slots.length - 1
    for (let number = 0; number < this.#count; number++) {
      let slot = hash(this.at(number, 0), this.at(number, 1), this.at(number, 2)) & last
      while (slots[slot] !== 0) slot = (slot + 1) & last
      slots[slot] = number + 1
    }
    this.#slots = slots
  }
}

/** Multiplies and mixes with the constants of xxHash32 and of the golden ratio. */
function hash(x: number, y: number, z: number): number {
  let mixed = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae3d) ^ Math.imul(z, 0x27d4eb2f)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0x165667b1)
  return mixed ^ (mixed >>> 16)
}
