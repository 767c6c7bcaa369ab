import type { MonotonicCounter } from '../ports/monotonic-counter.ts'

/** Counts in memory, for tests: `value` can be set back, which no real one allows. */
export class MemoryCounter implements MonotonicCounter {
  value: number

  constructor(value = 0) {
    this.value = value
  }

  read(): Promise<number> {
    return Promise.resolve(this.value)
  }

  increment(): Promise<number> {
    return Promise.resolve(++this.value)
  }
}
