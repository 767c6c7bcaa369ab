import { compareLists, compareNumerals, compareText, isNumeral, type Order, orderBy } from './order.ts'

/** Order of Ruby gems: letters make a pre-release, a hyphen stands for `.pre.` (RubyGems, `Gem::Version#<=>`). */
export const compareRubyGems: Order = orderBy(segmentsOf, (a, b) => compareLists(a, b, compareSegment, '0'))

function segmentsOf(text: string): string[] | undefined {
  const version = text.trim()
  if (!/^[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(version)) return undefined
  const segments = version.replaceAll('-', '.pre.').match(/[0-9]+|[a-z]+/gi) ?? []
  const letters = segments.findIndex((segment) => !isNumeral(segment))
  if (letters < 0) return withoutTrailingZeros(segments)
  return [
    ...withoutTrailingZeros(segments.slice(0, letters)),
    ...withoutTrailingZeros(segments.slice(letters)),
  ]
}

function withoutTrailingZeros(segments: readonly string[]): string[] {
  let end = segments.length
  while (end > 0 && /^0+$/.test(segments[end - 1] ?? '')) end--
  return segments.slice(0, end)
}

function compareSegment(a: string, b: string): number {
  const [left, right] = [isNumeral(a), isNumeral(b)]
  if (left && right) return compareNumerals(a, b)
  return Number(left) - Number(right) || compareText(a, b)
}
