import { compareText, isNumeral, compareNumerals, type Order, orderBy } from './order.ts'

interface RpmVersion {
  readonly epoch: string
  readonly version: string
  /** Absent differs from empty: "1" is before "1-". */
  readonly release?: string
}

/** Order of RPM packages: epoch, version and release, each by `rpmvercmp` (RPM, "Dependencies", "Version comparison"). */
export const compareRpm: Order = orderBy(parseRpm, compareEvr)

function parseRpm(text: string): RpmVersion | undefined {
  if (text === '' || /[\s\p{Cc}]/u.test(text)) return undefined
  const colon = text.indexOf(':')
  const epoch = colon < 0 ? '0' : text.slice(0, colon) || '0'
  const rest = text.slice(colon + 1)
  const hyphen = rest.lastIndexOf('-')
  if (hyphen < 0) return { epoch, version: rest }
  return { epoch, version: rest.slice(0, hyphen), release: rest.slice(hyphen + 1) }
}

function compareEvr(a: RpmVersion, b: RpmVersion): number {
  const difference = rpmvercmp(a.epoch, b.epoch) || rpmvercmp(a.version, b.version)
  if (difference !== 0) return difference
  if (a.release === undefined || b.release === undefined) {
    return Number(a.release !== undefined) - Number(b.release !== undefined)
  }
  return rpmvercmp(a.release, b.release)
}

/**
 * Compares runs of digits and of letters in turn; whatever else only separates. `~` sorts before the end, `^` right after
 * the end, digits after letters.
 */
function rpmvercmp(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)]
  const common = Math.max(left.length, right.length)
  for (let i = 0; i < common; i++) {
    const [one, other] = [left[i], right[i]]
    const difference = rank(one) - rank(other) || comparePart(one ?? '', other ?? '')
    if (difference !== 0) return difference
  }
  return 0
}

function partsOf(text: string): string[] {
  return text.match(/[0-9]+|[A-Za-z]+|~|\^/g) ?? []
}

function rank(part: string | undefined): number {
  if (part === undefined) return 1
  if (part === '~') return 0
  if (part === '^') return 2
  return isNumeral(part) ? 4 : 3
}

function comparePart(a: string, b: string): number {
  return isNumeral(a) && isNumeral(b) ? compareNumerals(a, b) : compareText(a, b)
}
