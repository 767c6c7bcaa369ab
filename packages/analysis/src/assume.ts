import type { AttackGraph } from './types.ts'

export interface AssumeIssue {
  readonly event: string
  readonly message: string
}

/** What is wrong with events that somebody wants assumed: each unknown one, with the nearest that is known. */
export function assumeIssues(graph: AttackGraph, events: readonly string[]): AssumeIssue[] {
  const known = graph.events.map(({ id }) => id)
  const unknown = [...new Set(events)].filter((event) => !known.some((id) => id === event))
  return unknown.map((event) => {
    const near = nearest(event, known)
    const advice =
      near === undefined
        ? 'events are control:<id>, soup:<id>, key:<id>, role:<id>'
        : `did you mean "${near}"?`
    return { event, message: `the device file has no event "${event}"; ${advice}` }
  })
}

/** The candidate with the fewest edits, if it is near enough to be what was meant. */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  // Longer input is nobody's typing error, and the distance is quadratic in it.
  if (text.length > 100) return undefined
  const bare = (id: string): string => id.slice(id.indexOf(':') + 1)
  let best: string | undefined
  let bestDistance = Math.max(2, Math.floor(text.length / 3)) + 1
  for (const candidate of candidates) {
    // A forgotten kind ("openssl" for "soup:openssl") is the likeliest slip.
    const distance = bare(candidate) === text ? 0 : editDistance(text, candidate)
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance]
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
