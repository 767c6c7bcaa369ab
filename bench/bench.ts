/** One line of the benchmark table. */
export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What it is measured against, by name and version; `absent` where the peer could not be had. */
  readonly against: string
  readonly bar: number
  readonly aim: number
  /** Whether the bar was reached. */
  readonly met: boolean
}

/** Builds a row for a value that should be small. */
export function atMost(row: Omit<BenchRow, 'met'>): BenchRow {
  return { ...row, met: row.value <= row.bar }
}

/** Builds a row for a value that should be large. */
export function atLeast(row: Omit<BenchRow, 'met'>): BenchRow {
  return { ...row, met: row.value >= row.bar }
}

/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** The value that a part of the values does not exceed: 0.99 for p99. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

/**
 * Runs the candidates in turn, `rounds` times, so that a busy moment of the machine falls on all of them, and
 * returns each one's median in milliseconds.
 */
export async function interleaved<Name extends string>(
  candidates: Readonly<Record<Name, () => Promise<void> | void>>,
  rounds = 7,
): Promise<Record<Name, number>> {
  const names = Object.keys(candidates) as Name[]
  const times = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      const from = performance.now()
      await candidates[name]()
      times.get(name)?.push(performance.now() - from)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<
    Name,
    number
  >
}
