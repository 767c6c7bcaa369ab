/** The purls that generators write for most packages, read without the general parser, which takes four times as long. */
import type { Purl } from './purl.ts'

/** Types whose normalisation is written out below. */
type PlainType =
  | 'apk'
  | 'cargo'
  | 'composer'
  | 'deb'
  | 'gem'
  | 'golang'
  | 'maven'
  | 'npm'
  | 'nuget'
  | 'pypi'
  | 'rpm'

const lowersName: ReadonlySet<string> = new Set<PlainType>(['apk', 'composer', 'deb', 'npm', 'pypi'])
const lowersNamespace: ReadonlySet<string> = new Set<PlainType>([
  'apk',
  'composer',
  'deb',
  'npm',
  'pypi',
  'rpm',
])

const plain =
  /^pkg:(apk|cargo|composer|deb|gem|golang|maven|npm|nuget|pypi|rpm)\/((?:%40)?[A-Za-z0-9_][\w.~+-]*(?:\/[A-Za-z0-9_][\w.~+-]*)*)(?:@([A-Za-z0-9][\w.~+:-]*))?(?:\?([a-z][a-z_]*=[\w.~:/-]+(?:&[a-z][a-z_]*=[\w.~:/-]+)*))?$/
/** A purl without escapes, subpath and other rarities; `undefined` leaves it to the general parser. */
export function parsePlainPurl(text: string): Purl | undefined {
  const match = plain.exec(text)
  if (match === null) return undefined
  const [, type = '', path = '', version, query] = match
  const scoped = path.startsWith('%40')
  const slash = path.lastIndexOf('/')
  if (type === 'maven' && slash < 0) return undefined
  // An escaped "@" is how scopes of npm are written; elsewhere it is a rarity.
  if (scoped && (type !== 'npm' || slash < 0)) return undefined
  const qualifiers = query === undefined ? {} : qualifiersOf(query)
  if (qualifiers === undefined) return undefined
  const purl: { -readonly [Part in keyof Purl]: Purl[Part] } = {
    type,
    name: nameOf(type, path.slice(slash + 1)),
    qualifiers,
  }
  if (slash >= 0) {
    const namespace = scoped ? `@${path.slice(3, slash)}` : path.slice(0, slash)
    purl.namespace = lowersNamespace.has(type) ? namespace.toLowerCase() : namespace
  }
  if (version !== undefined) purl.version = type === 'pypi' ? version.toLowerCase() : version
  return purl
}

function nameOf(type: string, name: string): string {
  const cased = lowersName.has(type) ? name.toLowerCase() : name
  return type === 'pypi' ? cased.replaceAll('_', '-') : cased
}

/** `undefined` if a key is there twice, which the general parser refuses. */
function qualifiersOf(query: string): Record<string, string> | undefined {
  const qualifiers: Record<string, string> = {}
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=')
    const key = pair.slice(0, equals)
    if (Object.hasOwn(qualifiers, key)) return undefined
    qualifiers[key] = pair.slice(equals + 1)
  }
  return qualifiers
}
