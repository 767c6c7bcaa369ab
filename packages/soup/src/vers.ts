/** Version ranges in the notation of vers-spec: `vers:npm/>=1.0.0|<2.0.0`. */
import { type Order, orderOfPurlType } from './versions/index.ts'

/** `*` is every version; its `version` is empty. */
export type VersComparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '*'

export interface VersConstraint {
  readonly comparator: VersComparator
  readonly version: string
}

/** Constraints in ascending order of their versions, each a version of the scheme's order. */
export interface VersRange {
  /** A purl type or a scheme of vers-spec, for example `openssl`. */
  readonly scheme: string
  readonly constraints: readonly VersConstraint[]
}

export type VersResult =
  | { readonly ok: true; readonly range: VersRange }
  | { readonly ok: false; readonly message: string }

/** Characters of a range, and constraints in it: ten times what the longest real ranges need. */
const versCharactersMax = 65_536
const constraintsMax = 2000

/** Parses a range. Spaces, empty constraints and any order are taken, since tools write them; `formatVers` tidies up. */
export function parseVers(text: string): VersResult {
  const parts = split(text)
  if (typeof parts === 'string') return fail(parts)
  const pieces = parts.body.split('|').map((piece) => piece.replaceAll(/[ \t\r\n]/g, ''))
  return build(
    parts.scheme,
    pieces.filter((piece) => piece !== ''),
  )
}

/** Parses a range in canonical form only, so that equal texts mean equal ranges. */
export function parseCanonicalVers(text: string): VersResult {
  const parts = split(text)
  if (typeof parts === 'string') return fail(parts)
  const { scheme, body } = parts
  if (/\s/.test(text)) return fail('it holds white space')
  if (body.split('|').includes('')) return fail('it holds an empty constraint')
  const escape = (body.match(/%[0-9A-Fa-f]{2}/g) ?? []).find((each) => !isCanonicalEscape(each))
  if (escape !== undefined) return fail(`the escape "${escape}" is not canonical`)
  const result = build(scheme, body.split('|'))
  if (!result.ok) return result
  const given = body.split('|').map((piece) => decode(piece.replace(/^(?:[<>!]?=|[<>*])/, '')))
  const sorted = result.range.constraints.every(({ version }, index) => version === given[index])
  return sorted ? result : fail('its constraints are not sorted by version')
}

/** A range of constraints in any order, or why there is none: a version without a place in the order, for example. */
export function versOf(scheme: string, constraints: readonly VersConstraint[]): VersResult {
  const order = orderOfPurlType(scheme)
  if (order === undefined) return fail(`no version order is known for the scheme "${scheme.slice(0, 32)}"`)
  if (constraints.length === 0) return fail('it holds no constraint')
  if (constraints.length > constraintsMax) {
    return fail(`it holds ${constraints.length} constraints, at most ${constraintsMax} are taken`)
  }
  const all = constraints.some(({ comparator }) => comparator === '*')
  if (all && constraints.length > 1) return fail('"*" stands beside other constraints')
  if (!all && constraints.some(({ version }) => version === '' || !version.isWellFormed())) {
    return fail('it holds a constraint without a version')
  }
  // A version alone needs no order, so a text that has no place in it can still be named. A moment has one form only.
  const exact =
    scheme !== 'datetime' && constraints.length === 1 && /^!?=$/.test(constraints[0]?.comparator ?? '')
  const odd =
    all || exact ? undefined : constraints.find(({ version }) => order(version, version) === undefined)
  if (odd !== undefined) return fail(`"${odd.version.slice(0, 64)}" is no version of the scheme "${scheme}"`)
  const sorted = all ? constraints : constraints.toSorted((a, b) => order(a.version, b.version) ?? 0)
  return { ok: true, range: { scheme, constraints: sorted } }
}

/** The canonical text of a range. */
export function formatVers({ scheme, constraints }: VersRange): string {
  const pieces = constraints.map(({ comparator, version }) => {
    return `${comparator === '=' ? '' : comparator}${encode(version)}`
  })
  return `vers:${scheme}/${pieces.join('|')}`
}

/**
 * Whether a range holds a version (vers-spec, "Checking if a version is contained within a range"). `undefined` means
 * undecidable: the version has no place in the order. A caller must not read that as "outside".
 */
export function versContains({ scheme, constraints }: VersRange, version: string): boolean | undefined {
  const order = orderOfPurlType(scheme)
  if (order?.(version, version) === undefined) return undefined
  if (constraints.some(({ comparator }) => comparator === '*')) return true
  if (constraints.some((constraint) => order(version, constraint.version) === undefined)) return undefined
  const equal = constraints.filter((constraint) => order(version, constraint.version) === 0)
  if (equal.some(({ comparator }) => comparator.endsWith('=') && comparator !== '!=')) return true
  if (equal.some(({ comparator }) => comparator === '!=')) return false
  const bounds = versBounds({ constraints })
  const [first] = bounds
  // Without bounds, exclusions alone leave every other version.
  if (first === undefined) return constraints.every(({ comparator }) => comparator === '!=')
  return isWithin(bounds, first, version, order)
}

/** The constraints that begin and end the intervals of a range, in ascending order. */
export function versBounds({ constraints }: Pick<VersRange, 'constraints'>): VersConstraint[] {
  return simplify(constraints.filter(({ comparator }) => /[<>]/.test(comparator)))
}

/** The last bound below the version decides; below all bounds, the first one does. */
function isWithin(
  bounds: readonly VersConstraint[],
  first: VersConstraint,
  version: string,
  order: Order,
): boolean {
  let within = !isLower(first)
  for (const bound of bounds) {
    const place = order(version, bound.version) ?? 0
    // At the bound itself: the inclusive ones were answered before.
    if (place === 0) return false
    if (place > 0) within = isLower(bound)
  }
  return within
}

/** Of lower bounds in a row the first rules, of upper bounds the last. */
function simplify(bounds: readonly VersConstraint[]): VersConstraint[] {
  return bounds.filter((bound, index) => {
    const neighbour = bounds[isLower(bound) ? index - 1 : index + 1]
    return neighbour === undefined || isLower(neighbour) !== isLower(bound)
  })
}

function isLower({ comparator }: VersConstraint): boolean {
  return comparator.startsWith('>')
}

function split(text: string): { readonly scheme: string; readonly body: string } | string {
  if (text.length > versCharactersMax) {
    return `it has ${text.length} characters, at most ${versCharactersMax} are taken`
  }
  const match = /^\s*vers:([a-z][a-z0-9.-]*)\/([^]*)$/.exec(text)
  if (match === null) return 'it does not begin with "vers:" and a scheme'
  const [, scheme = '', body = ''] = match
  return { scheme, body }
}

function build(scheme: string, pieces: readonly string[]): VersResult {
  const constraints: VersConstraint[] = []
  for (const piece of pieces) {
    const match = /^(>=|<=|!=|=|<|>|\*)?([^<>=!*|]*)$/.exec(piece)
    if (match === null) return fail(`"${piece.slice(0, 64)}" is no constraint`)
    const [, comparator = '=', escaped = ''] = match
    const version = decode(escaped)
    if (version === undefined) return fail(`an escape in "${piece.slice(0, 64)}" is not the UTF-8 of a text`)
    if ((version === '') !== (comparator === '*')) return fail(`"${piece.slice(0, 64)}" is no constraint`)
    constraints.push({ comparator: comparator as VersComparator, version })
  }
  return versOf(scheme, constraints)
}

function fail(message: string): VersResult {
  return { ok: false, message }
}

/** Letters, digits and `.-_~:` are written as they are, escapes in upper case. */
function isCanonicalEscape(escape: string): boolean {
  const char = String.fromCharCode(Number.parseInt(escape.slice(1), 16))
  return escape === escape.toUpperCase() && !/[A-Za-z0-9._~:-]/.test(char)
}

function encode(version: string): string {
  return encodeURIComponent(version.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    // Thrown for what is no UTF-8 and for a "%" without two digits.
    return undefined
  }
}
