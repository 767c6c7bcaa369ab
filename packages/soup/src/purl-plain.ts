/** The purls that generators write for most packages, read in one pass, which takes a fifth of what the general parser takes. */
import type { Purl } from './purl.ts'

/** How a type is normalised. What it leaves out stays as it is. */
interface PlainType {
  readonly lowersName?: true
  readonly lowersNamespace?: true
  readonly needsNamespace?: true
  /** Scopes are written with an escaped "@". */
  readonly scopes?: true
  readonly python?: true
}

const lowered: PlainType = { lowersName: true, lowersNamespace: true }
const kept: PlainType = {}

const plainTypes: ReadonlyMap<string, PlainType> = new Map<string, PlainType>([
  ['alpine', kept],
  ['apk', lowered],
  ['cargo', kept],
  ['composer', lowered],
  ['deb', lowered],
  ['gem', kept],
  ['generic', kept],
  ['golang', kept],
  ['maven', { needsNamespace: true }],
  ['npm', { ...lowered, scopes: true }],
  ['nuget', kept],
  ['pypi', { ...lowered, python: true }],
  ['rpm', { lowersNamespace: true }],
])

/** What a character may be in a plain purl, as bits. */
const [inPath, beginsSegment, inVersion, beginsVersion, inKey, beginsKey, inValue] = [1, 2, 4, 8, 16, 32, 64]
const classes: Uint8Array = classTable()

function classTable(): Uint8Array {
  const table = new Uint8Array(128)
  const allow = (characters: RegExp, bits: number): void => {
    for (let code = 0; code < table.length; code++)
      if (characters.test(String.fromCharCode(code))) table[code] = (table[code] ?? 0) | bits
  }
  allow(/[\w.~+-]/, inPath | inVersion | inValue)
  allow(/\w/, beginsSegment)
  allow(/[A-Za-z0-9]/, beginsVersion)
  allow(/:/, inVersion)
  allow(/[:/]/, inValue)
  allow(/[a-z]/, inKey | beginsKey)
  allow(/_/, inKey)
  return table
}

const [slash, at, question, equals, ampersand] = [0x2f, 0x40, 0x3f, 0x3d, 0x26]
const typeAt = 'pkg:'.length

/** A purl without escapes, subpath and other rarities; `undefined` leaves it to the general parser. */
export function parsePlainPurl(text: string): Purl | undefined {
  const typeEnd = text.indexOf('/', typeAt)
  if (typeEnd < 0 || !text.startsWith('pkg:')) return undefined
  const type = text.slice(typeAt, typeEnd)
  const rules = plainTypes.get(type)
  if (rules === undefined) return undefined
  const scoped = rules.scopes === true && text.startsWith('%40', typeEnd + 1)
  const pathAt = typeEnd + (scoped ? 4 : 1)
  const nameAt = lastSegment(text, pathAt)
  if (nameAt < 0 || (nameAt === pathAt && (scoped || rules.needsNamespace === true))) return undefined
  const nameEnd = endOf(text, nameAt, inPath)
  const versionAt = text.charCodeAt(nameEnd) === at ? nameEnd + 1 : text.length
  const versionEnd = versionAt === text.length ? nameEnd : endOf(text, versionAt, inVersion)
  if (versionAt < text.length && !isIn(text, versionAt, beginsVersion)) return undefined
  const plainEnd = versionEnd === text.length
  if (!plainEnd && text.charCodeAt(versionEnd) !== question) return undefined
  const qualifiers = plainEnd ? noQualifiers : qualifiersOf(text, versionEnd + 1)
  if (qualifiers === undefined) return undefined
  const purl: { -readonly [Part in keyof Purl]: Purl[Part] } = {
    type,
    name: nameIn(text.slice(nameAt, nameEnd), rules),
    qualifiers,
  }
  if (nameAt > pathAt) {
    const namespace = text.slice(pathAt, nameAt - 1)
    const cased = rules.lowersNamespace === true ? inLowerCase(namespace) : namespace
    purl.namespace = scoped ? `@${cased}` : cased
  }
  if (versionAt < text.length) {
    const version = text.slice(versionAt, versionEnd)
    purl.version = rules.python === true ? inLowerCase(version) : version
  }
  return purl
}

const noQualifiers: Purl['qualifiers'] = Object.freeze({})

function nameIn(name: string, { lowersName, python }: PlainType): string {
  const cased = lowersName === true ? inLowerCase(name) : name
  return python === true ? cased.replaceAll('_', '-') : cased
}

/** Most texts are already, and looking costs less than making a copy. */
function inLowerCase(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0x41 && code <= 0x5a) return text.toLowerCase()
  }
  return text
}

/** Where the last segment of a path begins, negative if a segment is not plain. */
function lastSegment(text: string, from: number): number {
  for (let begin = from; ; ) {
    if (!isIn(text, begin, beginsSegment)) return -1
    const end = endOf(text, begin, inPath)
    if (text.charCodeAt(end) !== slash) return begin
    begin = end + 1
  }
}

/** `undefined` if they are not plain, or a key is there twice, which the general parser refuses. */
function qualifiersOf(text: string, from: number): Record<string, string> | undefined {
  const qualifiers: Record<string, string> = {}
  for (let keyAt = from; ; ) {
    const keyEnd = endOf(text, keyAt, inKey)
    const valueEnd = endOf(text, keyEnd + 1, inValue)
    const plain = isIn(text, keyAt, beginsKey) && text.charCodeAt(keyEnd) === equals && valueEnd > keyEnd + 1
    if (!plain) return undefined
    const given = text.slice(keyAt, keyEnd)
    // A text of our own is a key that the engine knows, which one cut out of a purl is not.
    const key = usualKeys.get(given) ?? given
    if (qualifiers[key] !== undefined) return undefined
    qualifiers[key] = text.slice(keyEnd + 1, valueEnd)
    if (valueEnd === text.length) return qualifiers
    if (text.charCodeAt(valueEnd) !== ampersand) return undefined
    keyAt = valueEnd + 1
  }
}

const usualKeys: ReadonlyMap<string, string> = new Map(
  ['arch', 'distro', 'upstream', 'epoch', 'type', 'os', 'repository_url'].map((key) => [key, key]),
)

function endOf(text: string, from: number, bits: number): number {
  let end = from
  while (end < text.length && isIn(text, end, bits)) end++
  return end
}

function isIn(text: string, index: number, bits: number): boolean {
  const code = text.charCodeAt(index)
  // Beyond the end it is NaN, which is no index.
  return ((classes[code] ?? 0) & bits) !== 0
}
