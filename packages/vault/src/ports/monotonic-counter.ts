/**
 * A counter that no copy of the medium can set back: a TPM 2.0 NV counter, or the fleet. What was anchored with a number below it
 * is an older copy. Every adapter passes `monotonic-counter.contract.ts`.
 */
export interface MonotonicCounter {
  read(): Promise<number>
  /** Durable when it resolves; returns the new value, exactly one more than the last. */
  increment(): Promise<number>
}
