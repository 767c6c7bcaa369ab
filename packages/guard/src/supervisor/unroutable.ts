/** Messages that a process may not send, of one of its lives, before it is ended and started afresh. */
export const unroutableMax = 64

/**
 * Counts what a process sends though it may not. An honest process never does: one entry of the log says that it happened, and more
 * would only be a way to fill the log (CWE-779).
 */
export class Unroutable {
  #count = 0

  /** One more; what to do about it. */
  next(): 'log' | 'ignore' | 'end' {
    this.#count++
    if (this.#count === 1) return 'log'
    return this.#count > unroutableMax ? 'end' : 'ignore'
  }

  /** The process was started afresh. */
  reset(): void {
    this.#count = 0
  }
}
