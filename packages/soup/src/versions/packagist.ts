import { compareNumerals, isNumeral, type Order, orderBy } from './order.ts'

/** Places of words and numbers (PHP, `version_compare`): a word that is not known is before all others. */
const places: ReadonlyMap<string, number> = new Map([
  ['dev', 1],
  ['alpha', 2],
  ['a', 2],
  ['beta', 3],
  ['b', 3],
  ['rc', 4],
  ['#', 6],
  ['pl', 7],
  ['p', 7],
  ['patch', 7],
])
const end = 5
const number = 6

/** Order of Composer packages: PHP's `version_compare`, after what Composer drops (a leading "v"). */
export const comparePackagist: Order = orderBy(partsOf, compareParts)

function partsOf(text: string): string[] | undefined {
  const version = text
    .trim()
    .toLowerCase()
    .replace(/^v(?=[0-9])/, '')
  if (!/^[0-9a-z#][0-9a-z#._+~/-]*$/.test(version)) return undefined
  return version.match(/[0-9]+|[a-z]+|#/g) ?? undefined
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a[i], b[i]]
    const difference = placeOf(left) - placeOf(right) || compareNumbers(left, right)
    if (difference !== 0) return difference
  }
  return 0
}

function placeOf(part: string | undefined): number {
  if (part === undefined) return end
  return isNumeral(part) ? number : (places.get(part) ?? 0)
}

function compareNumbers(a: string | undefined, b: string | undefined): number {
  return a !== undefined && b !== undefined && isNumeral(a) && isNumeral(b) ? compareNumerals(a, b) : 0
}
