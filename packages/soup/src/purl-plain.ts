/** The purls that generators write for most packages, read in one pass, which costs a tenth of the general parser. */
import type { Purl } from './purl.ts'

/** How a type is normalised. What it leaves out stays as it is. */
interface PlainType {
  readonly lowersName?: true
  readonly lowersNamespace?: true
  readonly needsNamespace?: true
  /** Scopes are written with an escaped "@". */
  readonly scopes?: true
  readonly lowersVersion?: true
  /** Underscores in names are hyphens. */
  readonly hyphens?: true
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
  ['oci', { lowersName: true, lowersVersion: true }],
  ['pypi', { ...lowered, lowersVersion: true, hyphens: true }],
  ['rpm', { lowersNamespace: true }],
])

const segment = String.raw`\w[\w.~+-]*`
/** Escapes of printable characters only. */
const pair = String.raw`[A-Za-z][A-Za-z_]*=[\w.~:/+-]+(?:%(?:[2-6][0-9A-Fa-f]|7[0-9A-Ea-e])[\w.~:/+-]*)*`
/** Each part ends where the next one begins, so a text that does not fit is found out in one pass. */
const plain = new RegExp(
  String.raw`^pkg:[a-z]+/(?:%40)?${segment}(?:/${segment})*(?:@[A-Za-z0-9][\w.~+:-]*)?(?:\?${pair}(?:&${pair})*)?$`,
)
const typeAt = 'pkg:'.length

/** A purl without subpath, escapes in its path and other rarities; `undefined` leaves it to the general parser. */
export function parsePlainPurl(text: string): Purl | undefined {
  if (!plain.test(text)) return undefined
  const typeEnd = text.indexOf('/', typeAt)
  const type = text.slice(typeAt, typeEnd)
  const rules = plainTypes.get(type)
  const scoped = text.startsWith('%40', typeEnd + 1)
  const question = text.indexOf('?', typeEnd)
  const versionEnd = question < 0 ? text.length : question
  const at = text.indexOf('@', typeEnd)
  const nameEnd = at < 0 || at > versionEnd ? versionEnd : at
  const pathAt = typeEnd + (scoped ? 4 : 1)
  const nameAt = text.lastIndexOf('/', nameEnd - 1) + 1
  if (rules === undefined || (scoped && rules.scopes !== true)) return undefined
  if (nameAt === typeEnd + 1 && (scoped || rules.needsNamespace === true)) return undefined
  const qualifiers = question < 0 ? noQualifiers : qualifiersOf(text, question + 1)
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
  if (nameEnd < versionEnd) {
    const version = text.slice(nameEnd + 1, versionEnd)
    purl.version = rules.lowersVersion === true ? inLowerCase(version) : version
  }
  return purl
}

const noQualifiers: Purl['qualifiers'] = Object.freeze({})

function nameIn(name: string, { lowersName, hyphens }: PlainType): string {
  const cased = lowersName === true ? inLowerCase(name) : name
  return hyphens === true ? cased.replaceAll('_', '-') : cased
}

/** Most texts are already, and looking costs less than making a copy. */
function inLowerCase(text: string): string {
  return upper.test(text) ? text.toLowerCase() : text
}

const upper = /[A-Z]/

/** `undefined` if a key is there twice, which the general parser refuses. */
function qualifiersOf(text: string, from: number): Record<string, string> | undefined {
  const qualifiers: Record<string, string> = {}
  for (let keyAt = from; keyAt < text.length; ) {
    const keyEnd = text.indexOf('=', keyAt)
    const ampersand = text.indexOf('&', keyEnd)
    const valueEnd = ampersand < 0 ? text.length : ampersand
    const given = text.slice(keyAt, keyEnd)
    // A text of our own is a key that the engine knows, which one cut out of a purl is not.
    const key = usualKeys.get(given) ?? inLowerCase(given)
    if (qualifiers[key] !== undefined) return undefined
    const value = text.slice(keyEnd + 1, valueEnd)
    qualifiers[key] = value.includes('%') ? decodeURIComponent(value) : value
    keyAt = valueEnd + 1
  }
  return qualifiers
}

const usualKeys: ReadonlyMap<string, string> = new Map(
  ['arch', 'distro', 'upstream', 'epoch', 'type', 'os', 'repository_url'].map((key) => [key, key]),
)
