import { compareNumerals, compareText, type Order, orderBy } from './order.ts'

interface GentooVersion {
  readonly numbers: readonly string[]
  readonly letter: string
  readonly suffixes: readonly (readonly [name: string, count: string])[]
  readonly revision: string
}

const form = /^([0-9]+(?:\.[0-9]+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)[0-9]*)*)(?:-r([0-9]+))?$/
const suffixPlaces: Readonly<Record<string, number>> = { alpha: 0, beta: 1, pre: 2, rc: 3, p: 5 }
/** Where a version stands that has no suffix (left) here. */
const noSuffix = 4

/** Order of Gentoo packages (Package Manager Specification 8, section 3.3). */
export const compareGentoo: Order = orderBy(parseGentoo, compareParsed)

function parseGentoo(text: string): GentooVersion | undefined {
  const match = form.exec(text)
  if (match === null) return undefined
  const [, numbers = '', letter = '', suffixes = '', revision = '0'] = match
  return {
    numbers: numbers.split('.'),
    letter,
    suffixes: [...suffixes.matchAll(/_([a-z]+)([0-9]*)/g)].map(([, name = '', count = '']) => [name, count]),
    revision,
  }
}

function compareParsed(a: GentooVersion, b: GentooVersion): number {
  return (
    compareNumberLists(a.numbers, b.numbers) ||
    compareText(a.letter, b.letter) ||
    compareSuffixes(a, b) ||
    compareNumerals(a.revision, b.revision)
  )
}

/** Numbers after the first are compared as fractions if one of them begins with 0 (algorithm 3.3). */
function compareNumberLists(a: readonly string[], b: readonly string[]): number {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    const [left, right] = [a[i] ?? '', b[i] ?? '']
    const fraction = i > 0 && (left.startsWith('0') || right.startsWith('0'))
    const difference = fraction
      ? compareText(left.replace(/0+$/, ''), right.replace(/0+$/, ''))
      : compareNumerals(left, right)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareSuffixes(a: GentooVersion, b: GentooVersion): number {
  const length = Math.max(a.suffixes.length, b.suffixes.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.suffixes[i], b.suffixes[i]]
    const difference = placeOf(left) - placeOf(right) || compareNumerals(left?.[1] ?? '', right?.[1] ?? '')
    if (difference !== 0) return difference
  }
  return 0
}

function placeOf(suffix: GentooVersion['suffixes'][number] | undefined): number {
  return suffix === undefined ? noSuffix : (suffixPlaces[suffix[0]] ?? noSuffix)
}
