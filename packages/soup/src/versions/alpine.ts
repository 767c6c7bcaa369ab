import { compareNumerals, compareText, type Order, orderBy } from './order.ts'

/**
 * One part of a version. Parts are compared by rank, then by weight, then as a number. The ranks are the order of apk's
 * token types, turned round: the version that goes on is the later one, except with a suffix of a pre-release.
 */
interface Part {
  readonly rank: number
  readonly weight: number
  readonly digits: string
}

const ranks = {
  beforeRelease: 0,
  end: 1,
  revision: 2,
  suffixNumber: 3,
  suffix: 4,
  letter: 5,
  number: 6,
  rest: 7,
}
const suffixesBefore: readonly string[] = ['alpha', 'beta', 'pre', 'rc']
const suffixesAfter: readonly string[] = ['cvs', 'svn', 'git', 'hg', 'p']
const endPart: Part = { rank: ranks.end, weight: 0, digits: '' }

/**
 * Order of Alpine packages as apk-tools 2 compares (`apk version -t`): numbers, a letter, suffixes, `-r` revision. Numbers
 * after the first are compared as a fraction if they begin with 0. What is no version to apk goes by its text at the end.
 */
export const compareAlpine: Order = orderBy(parseAlpine, compareParts)

interface AlpineVersion {
  readonly parts: readonly Part[]
  readonly rest: string
}

function parseAlpine(text: string): AlpineVersion | undefined {
  const match =
    /^([0-9]+(?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)(?:~[0-9a-f]+)?(?:-r([0-9]+))?(.*)$/.exec(
      text,
    )
  if (match === null) return parseOdd(text)
  const [, numbers = '', letter = '', suffixes = '', revision, rest = ''] = match
  if (/[\s\p{Cc}]/u.test(rest)) return undefined
  const parts = numbers.split('.').map((digits, index) => numberPart(digits, index > 0))
  if (letter !== '') parts.push({ rank: ranks.letter, weight: letter.charCodeAt(0), digits: '' })
  for (const [, name = '', digits = ''] of suffixes.matchAll(/_([a-z]+)([0-9]*)/g))
    parts.push(...suffixParts(name, digits))
  if (revision !== undefined) parts.push({ rank: ranks.revision, weight: 0, digits: revision })
  return { parts, rest }
}

/** No number to begin with: apk calls it invalid and still compares it. */
function parseOdd(text: string): AlpineVersion | undefined {
  return /^[a-z][0-9a-z._-]*$/.test(text) ? { parts: [], rest: text } : undefined
}

/** A number with leading zeros is before those without, the more zeros the earlier. */
function numberPart(digits: string, fraction: boolean): Part {
  const zeros = fraction ? (/^0+/.exec(digits)?.[0].length ?? 0) : 0
  return { rank: ranks.number, weight: -zeros, digits: zeros > 0 ? digits.slice(zeros) : digits }
}

function suffixParts(name: string, digits: string): Part[] {
  const before = suffixesBefore.indexOf(name)
  const suffix =
    before >= 0
      ? { rank: ranks.beforeRelease, weight: before, digits: '' }
      : { rank: ranks.suffix, weight: suffixesAfter.indexOf(name), digits: '' }
  return digits === '' ? [suffix] : [suffix, { rank: ranks.suffixNumber, weight: 0, digits }]
}

function compareParts(a: AlpineVersion, b: AlpineVersion): number {
  const length = Math.max(a.parts.length, b.parts.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.parts[i] ?? endPart, b.parts[i] ?? endPart]
    const difference =
      left.rank - right.rank || left.weight - right.weight || compareNumerals(left.digits, right.digits)
    if (difference !== 0) return difference
  }
  return compareText(a.rest, b.rest)
}
