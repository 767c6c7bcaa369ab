import { compareNumerals, compareText, isNumeral, type Order, orderBy } from './order.ts'

/** Words that mark what comes before a release, and their place. */
const beforeRelease: ReadonlyMap<string, number> = new Map([
  ['dev', 0],
  ['snapshot', 0],
  ['alpha', 1],
  ['a', 1],
  ['beta', 2],
  ['b', 2],
  ['pre', 3],
  ['preview', 3],
  ['rc', 4],
  ['cr', 4],
])
/** One letter or digit for each turn: a group that takes several would try every way to cut the text up. */
const form = /^v?[0-9]+(?:[._+ -]?[0-9A-Za-z])*$/

/**
 * The order for products whose own rules are not known (CPE names, vendor advisories): numbers are compared as numbers,
 * trailing zeros do not order, `alpha`, `beta`, `rc` and their like are before the release, other letters after it
 * (`1.0b` is after `1.0`, as OpenSSL and sudo write patches). One letter is a patch unless a number follows (`1.0b2`).
 */
export const compareGeneric: Order = orderBy(partsOf, compareParts)

function partsOf(text: string): string[] | undefined {
  const lower = text.trim().toLowerCase()
  if (!form.test(lower)) return undefined
  const parts = lower.replace(/^v/, '').match(/[0-9]+|[a-z]+/g) ?? []
  const kept: string[] = []
  for (const [index, part] of parts.entries()) {
    // A release of "1.0-rc1" is "1", so zeros before a word do not order either.
    if (!isNumeral(part)) dropZeros(kept)
    const patch = /^[a-z]$/.test(part) && !isNumeral(parts[index + 1] ?? '')
    kept.push(patch ? `.${part}` : part)
  }
  dropZeros(kept)
  return kept
}

function dropZeros(parts: string[]): void {
  while (parts.length > 1 && /^0+$/.test(parts.at(-1) ?? '')) parts.pop()
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a[i], b[i]]
    const difference = rank(left) - rank(right) || compareSame(left ?? '', right ?? '')
    if (difference !== 0) return difference
  }
  return 0
}

/** Words before a release, the end, other words, numbers. */
function rank(part: string | undefined): number {
  if (part === undefined) return 1
  if (isNumeral(part)) return 3
  return beforeRelease.has(part) ? 0 : 2
}

function compareSame(a: string, b: string): number {
  if (isNumeral(a) && isNumeral(b)) return compareNumerals(a, b)
  const [left, right] = [beforeRelease.get(a), beforeRelease.get(b)]
  return left !== undefined && right !== undefined ? left - right : compareText(a, b)
}
