import { Range } from 'semver'
import { soupLimits } from '../limits.ts'
import { compareVersions } from '../versions/index.ts'
import type { AffectedRange, RangeEvent } from './types.ts'

type Bound = { readonly kind: RangeEvent['kind']; readonly version: string }

/**
 * The range that all of some comparators (`>= 1.2`, `< 2`, `= 3`, `~> 1.2`, `*`) leave, `undefined` if one is no
 * comparator or two of them cannot be put in order.
 */
export function rangeOfComparators(comparators: readonly string[], order: string): AffectedRange | undefined {
  const bounds: Bound[] = []
  for (const comparator of comparators) {
    const found = boundsOf(comparator.trim())
    if (found === undefined) return undefined
    bounds.push(...found)
  }
  const lower = strictest(bounds.filter(isLower), order, 1)
  const upper = strictest(
    bounds.filter((bound) => !isLower(bound)),
    order,
    -1,
  )
  if (lower === 'unclear' || upper === 'unclear') return undefined
  return {
    order,
    events: [lower ?? { kind: 'introduced', version: '0' }, ...(upper === undefined ? [] : [upper])],
  }
}

/** Splits `>= 1.0, < 2.0`, `>=1.0 <2.0`, `>=1.0<2.0` and `>=1.0|<2.0` into comparators. */
export function splitComparators(text: string): string[] {
  return text
    .replaceAll('=>', '>=')
    .split(/[,|]|(?<=[^\s<>=~])(?:\s+(?=[<>=~])|(?=[<>]))/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The ranges of an npm expression (`<1.2 || >=2 <2.3 || 4.x`), `undefined` if it is none. */
export function rangesOfNpm(text: string, order = 'npm'): AffectedRange[] | undefined {
  if (text.length > soupLimits.versionCharactersMax * 8) return undefined
  let parsed: Range
  try {
    parsed = new Range(text, { loose: true, includePrerelease: true })
  } catch {
    // The library throws a TypeError for what is no range.
    return undefined
  }
  const ranges = parsed.set.map((comparators) =>
    rangeOfComparators(
      comparators.map(({ operator, semver }) =>
        // An empty comparator is "any version".
        semver.version === undefined ? '*' : `${operator === '' ? '=' : operator} ${semver.version}`,
      ),
      order,
    ),
  )
  return ranges.every((range) => range !== undefined) ? ranges : undefined
}

const operators: Readonly<Record<string, readonly RangeEvent['kind'][]>> = {
  '>=': ['introduced'],
  '>': ['above'],
  '<': ['fixed'],
  '<=': ['last_affected'],
  '=': ['introduced', 'last_affected'],
  '==': ['introduced', 'last_affected'],
}

function boundsOf(comparator: string): Bound[] | undefined {
  if (comparator === '*') return []
  const match = /^(>=|<=|==|=|>|<|~>)?\s*([A-Za-z0-9][^\s<>=,|~]*(?:~[^\s<>=,|]*)?)$/.exec(comparator)
  const [, operator = '=', version] = match ?? []
  if (version === undefined) return undefined
  if (operator === '~>') return pessimistic(version)
  return operators[operator]?.map((kind) => ({ kind, version }))
}

/** `~> 1.2.3` is from 1.2.3 to before 1.3 (RubyGems). `A` sorts before every pre-release of that version. */
function pessimistic(version: string): Bound[] | undefined {
  const segments = version.split(/[.-]/)
  const firstLetter = segments.findIndex((segment) => !/^\d+$/.test(segment))
  const numbers = firstLetter < 0 ? segments : segments.slice(0, firstLetter)
  if (numbers.length === 0) return undefined
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers
  const next = [...kept.slice(0, -1), String(Number(kept.at(-1)) + 1), 'A'].join('.')
  return [
    { kind: 'introduced', version },
    { kind: 'fixed', version: next },
  ]
}

function isLower({ kind }: Bound): boolean {
  return kind === 'introduced' || kind === 'above'
}

/** The bound that excludes most: the highest of lower ones (`sign` 1), the lowest of upper ones (-1). */
function strictest(bounds: readonly Bound[], order: string, sign: number): Bound | 'unclear' | undefined {
  let best: Bound | undefined
  for (const bound of bounds) {
    if (best === undefined) {
      best = bound
      continue
    }
    const difference = compareVersions(order, bound.version, best.version)
    if (difference === undefined) return 'unclear'
    // At the same version the bound that leaves it out is the stricter.
    const excludes = bound.kind === 'above' || bound.kind === 'fixed'
    if (difference * sign > 0 || (difference === 0 && excludes)) best = bound
  }
  return best
}
