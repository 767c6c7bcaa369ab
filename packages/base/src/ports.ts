/** The only way a pure package learns the time. `now()` is milliseconds since 1970-01-01T00:00:00Z. */
export interface Clock {
  now(): number
}

/** Wall clock of this machine. It may jump; nothing that protects data may rest on it alone. */
export const systemClock: Clock = { now: () => Date.now() }

/** Randomness as a port, so that simulations can be replayed. Never used for keys or nonces. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
}
