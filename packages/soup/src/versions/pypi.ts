import { compareLists, compareNumerals, compareText, isNumeral, type Order, orderBy } from './order.ts'

/** A version in the parts of PEP 440. An absent part is `undefined`, since it has a place of its own in the order. */
interface Pep440 {
  readonly epoch: string
  readonly release: readonly string[]
  readonly pre: readonly [kind: string, count: string] | undefined
  readonly post: string | undefined
  readonly dev: string | undefined
  readonly local: readonly string[] | undefined
}

/** What was written before PEP 440: its words and numbers. */
interface Legacy {
  readonly legacy: readonly string[]
}

const pep440 =
  /^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?(?:[-_.]?(dev)[-_.]?([0-9]*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/

/**
 * Order of Python packages (PEP 440, "Summary of permitted suffixes and relative ordering"). Versions from before it are
 * in the order of setuptools, and before every other: as PyPI's advisories take them.
 */
export const comparePypi: Order = orderBy(parsePypi, compareParsed)

function parsePypi(text: string): Pep440 | Legacy | undefined {
  const lower = text.trim().toLowerCase()
  const match = pep440.exec(lower)
  if (match === null) return parseLegacy(lower)
  const [, epoch = '0', release = '', kind, count, bare, post, postCount, dev, devCount, local] = match
  return {
    epoch,
    release: release.split('.'),
    pre: kind === undefined ? undefined : [preKinds[kind] ?? kind, count || '0'],
    post: bare ?? (post === undefined ? undefined : postCount || '0'),
    dev: dev === undefined ? undefined : devCount || '0',
    local: local?.split(/[-_.]/),
  }
}

const preKinds: Readonly<Record<string, string>> = {
  alpha: 'a',
  beta: 'b',
  c: 'rc',
  pre: 'rc',
  preview: 'rc',
}

function compareParsed(a: Pep440 | Legacy, b: Pep440 | Legacy): number {
  if ('legacy' in a || 'legacy' in b) {
    return 'legacy' in a && 'legacy' in b
      ? compareLists(a.legacy, b.legacy, compareText, '')
      : Number('legacy' in b) - Number('legacy' in a)
  }
  return (
    compareNumerals(a.epoch, b.epoch) ||
    compareLists(a.release, b.release, compareNumerals, '0') ||
    comparePre(a, b) ||
    compareAbsentFirst(a.post, b.post) ||
    -compareAbsentFirst(a.dev, b.dev, true) ||
    compareLocal(a.local, b.local)
  )
}

/** `1.0.dev1` is before `1.0a1`, and both are before `1.0`. */
function comparePre(a: Pep440, b: Pep440): number {
  const [left, right] = [placeOfPre(a), placeOfPre(b)]
  if (left !== 1 || right !== 1) return left - right
  const [[kind, count], [otherKind, otherCount]] = [a.pre ?? ['', ''], b.pre ?? ['', '']]
  return compareText(kind, otherKind) || compareNumerals(count, otherCount)
}

function placeOfPre({ pre, post, dev }: Pep440): number {
  if (pre !== undefined) return 1
  return post === undefined && dev !== undefined ? 0 : 2
}

/** An absent number is first. `descending` turns the order of the numbers that are there. */
function compareAbsentFirst(a: string | undefined, b: string | undefined, descending = false): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return descending ? compareNumerals(b, a) : compareNumerals(a, b)
}

/** Words are before numbers; a longer label is after its beginning. */
function compareLocal(a: readonly string[] | undefined, b: readonly string[] | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    const [left, right] = [a[i] ?? '', b[i] ?? '']
    const [one, other] = [isNumeral(left), isNumeral(right)]
    const difference =
      one && other ? compareNumerals(left, right) : Number(one) - Number(other) || compareText(left, right)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

const legacyWords: Readonly<Record<string, string>> = {
  pre: 'c',
  preview: 'c',
  '-': 'final-',
  rc: 'c',
  dev: '@',
}

/** The sort key of setuptools before PEP 440 (`parse_version` of setuptools 7). */
function parseLegacy(text: string): Legacy | undefined {
  if (text === '' || /[\s\p{Cc}]/u.test(text)) return undefined
  const parts: string[] = []
  for (const piece of [...text.split(/([0-9]+|[a-z]+|\.|-)/), 'final']) {
    const part = legacyWords[piece] ?? piece
    if (part === '' || part === '.') continue
    if (/^[0-9]/.test(part)) {
      parts.push(part.padStart(8, '0'))
      continue
    }
    const word = `*${part}`
    if (word < '*final') while (parts.at(-1) === '*final-') parts.pop()
    while (parts.at(-1) === '00000000') parts.pop()
    parts.push(word)
  }
  return { legacy: parts }
}
