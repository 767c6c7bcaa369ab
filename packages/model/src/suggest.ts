/** Words longer than this are not compared: the distance costs the product of both lengths. */
const wordLengthMax = 64

/** The candidate that was probably meant, or `undefined` where none is within a third of the length. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > wordLengthMax) return undefined
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const allowed = Math.floor(Math.max(word.length, candidate.length) / 3)
    if (Math.abs(candidate.length - word.length) > Math.min(allowed, least)) continue
    const distance = editDistance(word, candidate)
    if (distance <= allowed && distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Insertions, deletions, changes and swaps of neighbours (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : change
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    ;[before, row] = [row, next]
  }
  return row[b.length] ?? 0
}
