import { soupLimits } from '../limits.ts'

/**
 * Compares two versions: negative, zero or positive. `undefined` means undecidable: one of the texts is no version in
 * this order, or is longer than `soupLimits.versionCharactersMax`. Never throws.
 */
export interface Order {
  (a: string, b: string): number | undefined
  /** Puts bounds in order, once; absent where the order has cycles, so that sorting could lose some. */
  readonly ladderOf?: (bounds: readonly string[]) => Ladder
}

/** Bounds of ranges in their order. A version finds its place among them in a few steps, however many ranges there are. */
export interface Ladder {
  /** The place of each bound, in the order given: an odd number, the same for equal versions; `undefined` if it is no version. */
  readonly rungs: readonly (number | undefined)[]
  /** The place of any version: that of the bound that it equals, else an even number between its neighbours. */
  readonly placeOf: (version: string) => number | undefined
}

/** What tools write where they know no version. Some orders have a place even for these, which would rule advisories out. */
const placeholders: ReadonlySet<string> = new Set([
  '(devel)',
  'dev',
  'head',
  'latest',
  'main',
  'master',
  'n/a',
  'na',
  'noassertion',
  'none',
  'null',
  'undefined',
  'unknown',
  'unspecified',
])

/** Parsed versions that one order keeps. The same bounds of advisories are compared with every component. */
const parsedMax = 20_000

/**
 * The order of what `parse` makes of a version. `compare` must be a total order, or a range would have holes; `cyclic` says
 * that it is none.
 */
export function orderBy<Key extends object>(
  parse: (text: string) => Key | undefined,
  compare: (a: Key, b: Key) => number,
  cyclic?: 'cyclic',
): Order {
  const parsed = new Map<string, Key | null>()
  const keyOf = (text: string): Key | null => {
    const known = parsed.get(text)
    if (known !== undefined) return known
    const key = (isPlaceholder(text) ? undefined : parse(text)) ?? null
    if (parsed.size >= parsedMax) parsed.clear()
    parsed.set(text, key)
    return key
  }
  const order = (a: string, b: string): number | undefined => {
    if (Math.max(a.length, b.length) > soupLimits.versionCharactersMax) return undefined
    const [left, right] = [keyOf(a), keyOf(b)]
    return left === null || right === null ? undefined : compare(left, right)
  }
  if (cyclic !== undefined) return order
  const keyWithin = (text: string): Key | null =>
    text.length > soupLimits.versionCharactersMax ? null : keyOf(text)
  return Object.assign(order, {
    ladderOf: (bounds: readonly string[]) => ladderOf(bounds.map(keyWithin), keyWithin, compare),
  })
}

function ladderOf<Key extends object>(
  bounds: readonly (Key | null)[],
  keyOf: (text: string) => Key | null,
  compare: (a: Key, b: Key) => number,
): Ladder {
  const sorted: Key[] = []
  for (const key of bounds.filter((each) => each !== null).sort(compare)) {
    const last = sorted.at(-1)
    if (last === undefined || compare(last, key) !== 0) sorted.push(key)
  }
  const placeOfKey = (key: Key): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = sorted[middle]
      const difference = other === undefined ? 0 : compare(key, other)
      if (difference === 0) return 2 * middle + 1
      if (difference < 0) high = middle
      else low = middle + 1
    }
    return 2 * low
  }
  return {
    rungs: bounds.map((key) => (key === null ? undefined : placeOfKey(key))),
    placeOf: (version) => {
      const key = keyOf(version)
      return key === null ? undefined : placeOfKey(key)
    },
  }
}

/** Compares runs of digits as numbers. As text, since a date-like run can exceed what a number holds exactly. */
export function compareNumerals(a: string, b: string): number {
  const [left, right] = [withoutZeros(a), withoutZeros(b)]
  return left.length - right.length || compareText(left, right)
}

/** Compares by UTF-16 code unit, whatever the machine's language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Compares element by element; what `missing` stands for is put in place of the shorter list's absent elements. */
export function compareLists<Item>(
  a: readonly Item[],
  b: readonly Item[],
  compare: (a: Item, b: Item) => number,
  missing: Item,
): number {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const difference = compare(a[i] ?? missing, b[i] ?? missing)
    if (difference !== 0) return difference
  }
  return 0
}

export function isNumeral(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < zero || code > nine) return false
  }
  return text.length > 0
}

/** `${project.version}` is a variable that a build did not fill in. */
function isPlaceholder(text: string): boolean {
  return text.includes('${') || placeholders.has(text.trim().toLowerCase())
}

function withoutZeros(numeral: string): string {
  let from = 0
  while (numeral.charCodeAt(from) === zero) from++
  return from === 0 ? numeral : numeral.slice(from)
}

const [zero, nine] = [0x30, 0x39]
