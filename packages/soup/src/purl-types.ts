/** What the purl types ask beyond the general syntax (purl-spec, `types/*-definition.json`). */

/** The parts of a purl that a type may change or refuse. */
export interface PurlParts {
  readonly type: string
  namespace: string | undefined
  name: string
  version: string | undefined
  readonly qualifiers: Readonly<Record<string, string>>
}

const lowersNamespace: ReadonlySet<string> = new Set([
  'alpm',
  'apk',
  'bitbucket',
  'brew',
  'composer',
  'deb',
  'github',
  'hex',
  'luarocks',
  'npm',
  'pypi',
  'qpkg',
  'rpm',
  'vscode-extension',
  'yocto',
])
const lowersName: ReadonlySet<string> = new Set([
  'alpm',
  'apk',
  'bitbucket',
  'bitnami',
  'brew',
  'chrome-extension',
  'composer',
  'deb',
  'github',
  'hex',
  'luarocks',
  'npm',
  'oci',
  'otp',
  'pub',
  'pypi',
  'vscode-extension',
])
const lowersVersion: ReadonlySet<string> = new Set(['huggingface', 'oci', 'pypi', 'vscode-extension'])

/**
 * Types whose packages have no meaning without a namespace. Others that the definitions name too (`deb`, `golang`) are
 * written without one by generators, for the Go standard library for example, so they are read.
 */
const needsNamespace: ReadonlySet<string> = new Set(['maven', 'swift', 'vscode-extension'])
const hasNoNamespace: ReadonlySet<string> = new Set(['otp', 'vcpkg'])
const neededQualifier: Readonly<Record<string, string>> = { julia: 'uuid', swid: 'tag_id' }

/** Normalises the parts as their type wants; the answer says what is wrong with them. */
export function applyTypeRules(parts: PurlParts): string | undefined {
  const { type } = parts
  if (lowersNamespace.has(type)) parts.namespace = parts.namespace?.toLowerCase()
  if (lowersName.has(type)) parts.name = parts.name.toLowerCase()
  if (lowersVersion.has(type)) parts.version = parts.version?.toLowerCase()
  if (type === 'pypi') parts.name = parts.name.replaceAll('_', '-')
  if (type === 'hackage') parts.name = parts.name.replaceAll('_', '-')
  if (type === 'pub') parts.name = parts.name.replace(/[^a-z0-9]/g, '_')
  // Databricks does not tell the case of a model's name apart, other servers do.
  if (type === 'mlflow' && isDatabricks(parts.qualifiers['repository_url']))
    parts.name = parts.name.toLowerCase()
  if (type === 'git' && /^github(?:\.com)?$/i.test(parts.namespace ?? '')) {
    parts.namespace = parts.namespace?.toLowerCase()
    parts.name = parts.name.toLowerCase()
  }
  return faultOf(parts)
}

function faultOf({ type, namespace, name, version, qualifiers }: PurlParts): string | undefined {
  if (needsNamespace.has(type) && namespace === undefined) return `a purl of type "${type}" needs a namespace`
  if (hasNoNamespace.has(type) && namespace !== undefined) return `a purl of type "${type}" has no namespace`
  const needed = Object.hasOwn(neededQualifier, type) ? neededQualifier[type] : undefined
  if (needed !== undefined && !Object.hasOwn(qualifiers, needed)) {
    return `a purl of type "${type}" needs the qualifier "${needed}"`
  }
  if (type === 'cpan' && name.includes('::'))
    return `"${name}" is a Perl module, a purl names its distribution`
  if (type !== 'chrome-extension') return undefined
  if (!/^[a-p]{32}$/.test(name)) return 'the name of a Chrome extension is 32 letters from a to p'
  return version === undefined || /^\d+(?:\.\d+){0,3}$/.test(version)
    ? undefined
    : 'the version of a Chrome extension is one to four numbers'
}

function isDatabricks(url: string | undefined): boolean {
  return url !== undefined && /^https?:\/\/[^/]*databricks/i.test(url)
}
