import { compareLists, compareNumerals, compareText, isNumeral, type Order, orderBy } from './order.ts'

/** A version in the form of Semantic Versioning 2.0.0. */
export interface SemVer {
  readonly numbers: readonly string[]
  /** Absent for a release. */
  readonly prerelease?: readonly string[]
  readonly build?: readonly string[]
}

const pattern = /^[vV]?([0-9]+(?:\.[0-9]+)*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z.-]*))?$/

/**
 * Semantic Versioning 2.0.0 (11), as advisories and generators write it: a leading "v" is dropped, absent numbers are 0,
 * more than three are compared too. Build metadata does not order.
 */
export const compareSemVer: Order = orderBy(parseSemVer, compareParsed)

/** Splits a version, `undefined` if it does not have the form. */
export function parseSemVer(text: string): SemVer | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, numbers = '', prerelease, build] = match
  return {
    numbers: numbers.split('.'),
    ...(prerelease === undefined ? {} : { prerelease: prerelease.split('.') }),
    ...(build === undefined || build === '' ? {} : { build: build.split('.') }),
  }
}

/** Precedence of Semantic Versioning 2.0.0 (11). */
export function compareParsed(a: SemVer, b: SemVer): number {
  return (
    compareLists(a.numbers, b.numbers, compareNumerals, '0') || comparePrereleases(a.prerelease, b.prerelease)
  )
}

/** A pre-release is before its release; identifiers are compared one by one, and a longer list is after its beginning. */
export function comparePrereleases(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return compareIdentifiers(a, b)
}

/** Numbers are before words, an absent identifier is before all. */
export function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    const difference = compareIdentifier(a[i] ?? '', b[i] ?? '')
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareIdentifier(a: string, b: string): number {
  const [left, right] = [isNumeral(a), isNumeral(b)]
  if (left && right) return compareNumerals(a, b)
  return Number(right) - Number(left) || compareText(a, b)
}
