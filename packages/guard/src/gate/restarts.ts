/** Ends of a function within the window after which it is not started again. */
export const endsMax = 5
/** In milliseconds: longer than a function that never says anything takes to end that often. */
export const endsWindow: number = 10 * 60_000
/** Wait after the second end in milliseconds, doubled with each further one. The first one costs no wait: a patient waits too. */
const waitFirst = 100

/** When a function that ended is started again: at once, then later and later, and in the end not at all. */
export class Restarts {
  readonly #ends: number[] = []

  /**
   * One more end.
   *
   * @param now milliseconds of a monotonic clock
   * @returns milliseconds to wait, or undefined where it stays in its safe state: what ends that often has a fault or an attacker in it
   */
  next(now: number): number | undefined {
    this.#ends.push(now)
    while ((this.#ends[0] ?? now) <= now - endsWindow) this.#ends.shift()
    const count = this.#ends.length
    if (count >= endsMax) return undefined
    return count === 1 ? 0 : waitFirst * 2 ** (count - 2)
  }
}
