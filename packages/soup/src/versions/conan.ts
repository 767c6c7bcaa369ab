import { compareNumerals, compareText, type Order, orderBy } from './order.ts'

interface ConanVersion {
  readonly main: readonly string[]
  readonly prerelease: ConanVersion | undefined
  readonly build: ConanVersion | undefined
}

/** Order of Conan packages: any number of parts, trailing zeros do not order, build metadata does (Conan 2, "Versions"). */
export const compareConan: Order = orderBy(parseConan, compareParsed)

function parseConan(text: string): ConanVersion | undefined {
  if (!/^[0-9a-z][0-9a-z._*+-]*$/i.test(text)) return undefined
  const [rest, build] = cut(text.toLowerCase(), '+')
  const [main, prerelease] = cut(rest, '-')
  return { main: partsOf(main), prerelease: optional(prerelease), build: optional(build) }
}

function cut(text: string, separator: string): [before: string, after: string | undefined] {
  const at = text.lastIndexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function optional(text: string | undefined): ConanVersion | undefined {
  return text === undefined ? undefined : { main: partsOf(text), prerelease: undefined, build: undefined }
}

function partsOf(text: string): string[] {
  const parts = text.split('.')
  while (parts.length > 0 && /^0+$/.test(parts.at(-1) ?? '')) parts.pop()
  return parts
}

function compareParsed(a: ConanVersion, b: ConanVersion): number {
  return (
    compareParts(a.main, b.main) ||
    comparePresence(a.prerelease, b.prerelease, -1) ||
    comparePresence(a.build, b.build, 1)
  )
}

/** `present` is where having the part puts a version against having none. */
function comparePresence(a: ConanVersion | undefined, b: ConanVersion | undefined, present: number): number {
  if (a === undefined || b === undefined) return present * (Number(a !== undefined) - Number(b !== undefined))
  return compareParts(a.main, b.main)
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    const difference = comparePart(a[i] ?? '', b[i] ?? '')
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** By the number that a part begins with, then by the text behind it; parts without a number come last. */
function comparePart(a: string, b: string): number {
  const [left, right] = [leadingDigits(a), leadingDigits(b)]
  if (left === '' || right === '') return Number(left === '') - Number(right === '') || compareText(a, b)
  return compareNumerals(left, right) || compareText(a.slice(left.length), b.slice(right.length))
}

function leadingDigits(part: string): string {
  return /^[0-9]*/.exec(part)?.[0] ?? ''
}
