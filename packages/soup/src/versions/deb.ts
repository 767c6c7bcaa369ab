import { compareNumerals, type Order, orderBy } from './order.ts'

interface DebVersion {
  readonly epoch: string
  readonly upstream: string
  readonly revision: string
}

/** Order of Debian and Ubuntu package versions (Debian Policy 4.7, 5.6.12). */
export const compareDeb: Order = orderBy(parseDeb, compareParsed)

function compareParsed(a: DebVersion, b: DebVersion): number {
  return (
    compareNumerals(a.epoch, b.epoch) ||
    comparePart(a.upstream, b.upstream) ||
    comparePart(a.revision, b.revision)
  )
}

function parseDeb(text: string): DebVersion | undefined {
  const colon = text.indexOf(':')
  const epoch = colon < 0 ? '0' : text.slice(0, colon)
  const rest = text.slice(colon + 1)
  const hyphen = rest.lastIndexOf('-')
  const upstream = hyphen < 0 ? rest : rest.slice(0, hyphen)
  const revision = hyphen < 0 ? '0' : rest.slice(hyphen + 1)
  const sound =
    /^\d+$/.test(epoch) && /^[A-Za-z0-9.+~:-]+$/.test(upstream) && /^[A-Za-z0-9.+~]+$/.test(revision)
  return sound ? { epoch, upstream, revision } : undefined
}

/** Compares runs of non-digits and runs of digits in turn, as dpkg does. */
function comparePart(a: string, b: string): number {
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j)
      if (difference !== 0) return difference
      i++
      j++
    }
    const [endA, endB] = [endOfDigits(a, i), endOfDigits(b, j)]
    const difference = compareNumerals(a.slice(i, endA), b.slice(j, endB))
    if (difference !== 0) return difference
    i = endA
    j = endB
  }
  return 0
}

/** Tilde sorts before the end of a part, the end before letters, letters before everything else. */
function weight(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0
  const char = text.charAt(at)
  if (char === '~') return -1
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0x30 && code <= 0x39
}

function endOfDigits(text: string, from: number): number {
  let at = from
  while (at < text.length && isDigit(text, at)) at++
  return at
}
