/** The text of a package URL, taken apart and put together (ECMA-427). */
import type { Purl, PurlResult } from './purl.ts'
import { applyTypeRules } from './purl-types.ts'

/** Parses any package URL. The steps run from the right, as the specification wants: `#`, `?`, then `@`. */
export function parsePurlText(text: string): PurlResult {
  const [beforeSubpath, subpathText] = cutLast(text, '#')
  const [beforeQualifiers, query] = cutLast(beforeSubpath, '?')
  const scheme = /^pkg:\/*/i.exec(beforeQualifiers)?.[0]
  if (scheme === undefined) return fail('it does not begin with "pkg:"')
  const rest = beforeQualifiers.slice(scheme.length).replace(/\/+$/, '')
  const slash = rest.indexOf('/')
  const type = (slash < 0 ? rest : rest.slice(0, slash)).toLowerCase()
  if (!isType(type)) return fail(`"${type.slice(0, 32)}" is no purl type`)
  if (slash < 0) return fail('it has a type and no name')
  try {
    const { path, version } = splitVersion(rest.slice(slash + 1))
    if (path.endsWith('/')) return fail('it has no name')
    const segments = segmentsOf(path)
    const qualifiers = query === undefined ? {} : qualifiersOf(query)
    if (typeof qualifiers === 'string') return fail(qualifiers)
    const subpath = segmentsOf(subpathText ?? '').filter((segment) => segment !== '.' && segment !== '..')
    // Written out again, the "/" would make two segments of one, so two texts would mean one package.
    if (
      [...segments.slice(0, type === 'git' ? undefined : -1), ...subpath].some((each) => each.includes('/'))
    ) {
      return fail('a "/" is escaped where it would separate')
    }
    // A path on a Git host can be of any depth: the host is the namespace, the rest the repository.
    const names = type === 'git' ? segments.splice(1) : segments.splice(-1)
    return buildPurl({
      type,
      namespace: segments.join('/'),
      name: names.join('/'),
      version: version === undefined ? undefined : decodeURIComponent(version),
      qualifiers,
      subpath: subpath.join('/'),
    })
  } catch {
    // decodeURIComponent throws for what is no UTF-8 and for a "%" without two digits.
    return fail('an escape in it is not the UTF-8 of a text')
  }
}

/** A purl of its parts, normalised, or what is wrong with them. */
export function buildPurl(parts: {
  readonly type: string
  readonly namespace?: string | undefined
  readonly name: string
  readonly version?: string | undefined
  readonly qualifiers: Readonly<Record<string, string>>
  readonly subpath?: string | undefined
}): PurlResult {
  const [type, subpath] = [parts.type.toLowerCase(), parts.subpath]
  if (!isType(type)) return fail(`"${type.slice(0, 32)}" is no purl type`)
  if (parts.name === '') return fail('it has no name')
  const key = Object.keys(parts.qualifiers).find((each) => !isKey(each.toLowerCase()))
  if (key !== undefined) return fail(`"${key.slice(0, 32)}" is no key of a qualifier`)
  const normal = {
    type,
    namespace: parts.namespace || undefined,
    name: parts.name,
    version: parts.version || undefined,
    qualifiers: parts.qualifiers,
  }
  const fault = applyTypeRules(normal)
  if (fault !== undefined) return fail(fault)
  const { namespace, name, version, qualifiers } = normal
  const purl: Purl = {
    type,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(version === undefined ? {} : { version }),
    qualifiers,
    ...(subpath ? { subpath } : {}),
  }
  return { ok: true, purl }
}

/** The canonical text of normalised parts. */
export function purlText({ type, namespace, name, version, qualifiers, subpath }: Purl): string {
  const query = Object.entries(qualifiers)
    .filter(([, value]) => value !== '')
    .map(([key, value]): [string, string] => [key.toLowerCase(), escape(value)])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}`)
    .join('&')
  const place = namespace === undefined ? '' : `${escapePath(namespace)}/`
  return [
    `pkg:${type}/${place}${type === 'git' ? escapePath(name) : escape(name)}`,
    version === undefined ? '' : `@${escape(version)}`,
    query === '' ? '' : `?${query}`,
    subpath === undefined ? '' : `#${escapePath(subpath)}`,
  ].join('')
}

function fail(message: string): PurlResult {
  return { ok: false, message }
}

function isType(type: string): boolean {
  return /^[a-z][a-z0-9.-]*$/.test(type)
}

function isKey(key: string): boolean {
  return /^[a-z][a-z0-9._-]*$/.test(key)
}

function cutLast(text: string, separator: string): [before: string, after: string | undefined] {
  const at = text.lastIndexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** An "@" that begins a segment with more behind it is an npm scope that was not escaped, as many generators write it. */
function splitVersion(path: string): { path: string; version: string | undefined } {
  const at = path.lastIndexOf('@')
  const isScope = at === path.lastIndexOf('/', at) + 1 && path.includes('/', at)
  if (at < 0 || isScope) return { path, version: undefined }
  return { path: path.slice(0, at), version: path.slice(at + 1) }
}

function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent)
}

/** Qualifiers by key; the specification lets empty values vanish. A text is what is wrong with them. */
function qualifiersOf(query: string): Record<string, string> | string {
  const qualifiers = new Map<string, string>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const key = (equals < 0 ? pair : pair.slice(0, equals)).toLowerCase()
    if (!isKey(key)) return `"${key.slice(0, 32)}" is no key of a qualifier`
    if (qualifiers.has(key)) return `the qualifier "${key.slice(0, 32)}" is there twice`
    const value = equals < 0 ? '' : decodeURIComponent(pair.slice(equals + 1))
    if (value !== '') qualifiers.set(key, value)
  }
  return Object.fromEntries(qualifiers)
}

function escapePath(path: string): string {
  return path.split('/').map(escape).join('/')
}

/** Leaves letters, digits, `.`, `-`, `_`, `~` and `:`. */
function escape(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
