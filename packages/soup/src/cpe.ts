/** CPE names: reading and writing them (NIST IR 7695, CPE 2.3 Naming) and comparing them (NIST IR 7696, Name Matching). */

export type CpeAttribute = (typeof attributes)[number]

/**
 * The value of an attribute: any value (`*`), not applicable (`-`), or a text in lower case without escapes. What may
 * stand before and after the text is `*` (anything) or a run of `?` (up to so many characters).
 */
export type CpeValue =
  | { readonly kind: 'any' }
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string; readonly before: string; readonly after: string }

export type CpeName = Readonly<Record<CpeAttribute, CpeValue>>

/** How what one name covers lies to what another one covers. `unclear`: the specification leaves it open. */
export type CpeRelation = 'equal' | 'superset' | 'subset' | 'disjoint' | 'unclear'

const attributes = [
  'part',
  'vendor',
  'product',
  'version',
  'update',
  'edition',
  'language',
  'swEdition',
  'targetSw',
  'targetHw',
  'other',
] as const

/** Real names stay below 300. */
const cpeCharactersMax = 2048
const any: CpeValue = { kind: 'any' }
const none: CpeValue = { kind: 'none' }

/**
 * Reads a formatted string (`cpe:2.3:a:…`) or a URI (`cpe:/a:…`), `undefined` if it is neither. Attributes cut off at the
 * end are any, and characters that ought to be escaped are taken as they are: generators of SBOMs write both.
 */
export function parseCpe(text: string): CpeName | undefined {
  if (text.length > cpeCharactersMax || /[\s\p{Cc}]/u.test(text)) return undefined
  const values = /^cpe:2\.3:/i.test(text)
    ? fromFormatted(text.slice(8))
    : /^cpe:\//i.test(text)
      ? fromUri(text.slice(5))
      : []
  if (values.length < 3 || values.length > attributes.length) return undefined
  const name: Partial<Record<CpeAttribute, CpeValue>> = {}
  for (const [index, attribute] of attributes.entries()) {
    const value = index < values.length ? values[index] : any
    if (value === undefined) return undefined
    name[attribute] = value
  }
  return isWhole(name) && isPart(name.part) ? name : undefined
}

/** The formatted string of a name, with every escape that the specification wants. */
export function formatCpe(name: CpeName): string {
  return `cpe:2.3:${attributes.map((attribute) => formatValue(name[attribute])).join(':')}`
}

/** Compares two names: how the first lies to the second (NIST IR 7696, table 6-4). */
export function compareCpe(source: CpeName, target: CpeName): CpeRelation {
  const relations = attributes.map((attribute) => compareCpeValue(source[attribute], target[attribute]))
  if (relations.includes('disjoint')) return 'disjoint'
  if (relations.includes('unclear')) return 'unclear'
  const [superset, subset] = [relations.includes('superset'), relations.includes('subset')]
  if (superset && subset) return 'unclear'
  if (superset) return 'superset'
  return subset ? 'subset' : 'equal'
}

/** Compares two values of one attribute (NIST IR 7696, table 6-2). Wildcards in the target are not defined there. */
export function compareCpeValue(source: CpeValue, target: CpeValue): CpeRelation {
  if (target.kind === 'text' && hasWildcard(target)) {
    return source.kind === 'text' && same(source, target) ? 'equal' : 'unclear'
  }
  if (target.kind === 'any') return source.kind === 'any' ? 'equal' : 'subset'
  if (source.kind === 'any') return 'superset'
  if (source.kind === 'none' || target.kind === 'none')
    return source.kind === target.kind ? 'equal' : 'disjoint'
  if (!hasWildcard(source)) return source.text === target.text ? 'equal' : 'disjoint'
  return covers(source, target.text) ? 'superset' : 'disjoint'
}

/** The value that an unescaped text of a name stands for. */
export function cpeValueOf(text: string): CpeValue {
  if (text === '-') return none
  const [, before = '', body = '', after = ''] = /^(\*|\?*)(.*?)(\*|\?*)$/s.exec(text) ?? []
  return body === '' ? any : { kind: 'text', text: body, before, after }
}

type Text = Extract<CpeValue, { kind: 'text' }>

function hasWildcard({ before, after }: Text): boolean {
  return before !== '' || after !== ''
}

function same(a: Text, b: Text): boolean {
  return a.text === b.text && a.before === b.before && a.after === b.after
}

/** `?` stands for one character or none, `*` for any number. */
function covers({ text, before, after }: Text, target: string): boolean {
  const most = (wildcard: string): number => (wildcard === '*' ? Number.POSITIVE_INFINITY : wildcard.length)
  for (let at = target.indexOf(text); at >= 0 && at <= most(before); at = target.indexOf(text, at + 1)) {
    if (target.length - at - text.length <= most(after)) return true
  }
  return false
}

function isWhole(name: Partial<Record<CpeAttribute, CpeValue>>): name is CpeName {
  return attributes.every((attribute) => name[attribute] !== undefined)
}

function isPart(value: CpeValue): boolean {
  return value.kind !== 'text' || (/^[aoh]$/.test(value.text) && !hasWildcard(value))
}

/** A value is `undefined` where it breaks the grammar. */
function fromFormatted(body: string): (CpeValue | undefined)[] {
  return (body.match(/(?:^|:)(?:[^\\:]|\\(?:.|$))*/gu) ?? []).map((piece, index) => {
    return fromPiece(index === 0 ? piece : piece.slice(1))
  })
}

function fromPiece(piece: string): CpeValue | undefined {
  if (piece === '*') return any
  if (piece === '-') return none
  // Wildcards stand at the ends only: one asterisk or a run of question marks.
  const match = /^(\*|\?*)((?:[^\\*?]|\\.)+?)(\*|\?*)$/u.exec(piece)
  if (match === null) return undefined
  const [, before = '', quoted = '', after = ''] = match
  return { kind: 'text', text: quoted.replace(/\\(.)/gu, '$1').toLowerCase(), before, after }
}

/** The URI of CPE 2.2. The edition may hold five attributes between tildes (NIST IR 7695, 6.1.2.1). */
function fromUri(body: string): (CpeValue | undefined)[] {
  const [part, vendor, product, version, update, edition = '', language, ...rest] = body.split(':')
  if (rest.length > 0) return []
  const packed = edition.startsWith('~') ? edition.slice(1).split('~') : [edition]
  if (packed.length !== 1 && packed.length !== 5) return []
  const [ownEdition, swEdition, targetSw, targetHw, other] = packed
  return [
    part,
    vendor,
    product,
    version,
    update,
    ownEdition,
    language,
    swEdition,
    targetSw,
    targetHw,
    other,
  ].map(fromUriPiece)
}

function fromUriPiece(piece = ''): CpeValue | undefined {
  if (piece === '') return any
  if (piece === '-') return none
  // %01 is "?" and %02 is "*"; what else is escaped stands for itself.
  const quoted = piece
    .replaceAll(/[*?\\]/g, '\\$&')
    .replaceAll('%01', '?')
    .replaceAll('%02', '*')
  const unescaped = quoted.replace(
    /%([2-7][0-9a-f])/gi,
    (_, hex: string) => `\\${String.fromCharCode(Number.parseInt(hex, 16))}`,
  )
  return /%(?![2-7][0-9a-f])/i.test(quoted) ? undefined : fromPiece(unescaped)
}

function formatValue(value: CpeValue): string {
  if (value.kind === 'any') return '*'
  if (value.kind === 'none') return '-'
  const quoted = value.text.replace(/[^\p{L}\p{N}._-]/gu, '\\$&')
  // A hyphen alone would be read as "not applicable".
  return `${value.before}${quoted === '-' ? '\\-' : quoted}${value.after}`
}
