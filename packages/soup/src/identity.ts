import type { Purl } from './purl.ts'

/** What advisories call a package. */
export interface Identity {
  /** OSV ecosystem with its release, for example `npm` or `Debian:12`. */
  readonly ecosystem: string
  readonly name: string
  readonly version?: string
}

export type IdentityResult =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly because: string }

/** Ecosystems whose package name follows from the purl alone. */
const plain: Readonly<Record<string, { ecosystem: string; name: (purl: Purl) => string }>> = {
  npm: { ecosystem: 'npm', name: slashed },
  pypi: { ecosystem: 'PyPI', name: (purl) => purl.name.toLowerCase().replace(/[-_.]+/g, '-') },
  golang: { ecosystem: 'Go', name: slashed },
  cargo: { ecosystem: 'crates.io', name: (purl) => purl.name },
  maven: { ecosystem: 'Maven', name: (purl) => `${purl.namespace ?? ''}:${purl.name}` },
  nuget: { ecosystem: 'NuGet', name: (purl) => purl.name },
  gem: { ecosystem: 'RubyGems', name: (purl) => purl.name },
  composer: { ecosystem: 'Packagist', name: slashed },
  bitnami: { ecosystem: 'Bitnami', name: (purl) => purl.name },
}

const debianCodenames: Readonly<Record<string, string>> = {
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
}

/** The name under which advisories speak of a package, or why there is none. */
export function identify(purl: Purl): IdentityResult {
  if (purl.type === 'deb') return identifyDeb(purl)
  const rule = Object.hasOwn(plain, purl.type) ? plain[purl.type] : undefined
  if (rule === undefined) return { ok: false, because: `no advisory ecosystem for purl type "${purl.type}"` }
  return known(rule.ecosystem, rule.name(purl), purl.version)
}

/**
 * Debian fixes a package per release and speaks of source packages, so neither the binary name nor the version alone
 * identifies anything: 1.1.1n-0+deb11u5 is fixed in 11 and unknown in 12.
 */
function identifyDeb(purl: Purl): IdentityResult {
  const distro = purl.qualifiers['distro']
  if (distro === undefined) return { ok: false, because: 'the deb purl states no distro' }
  const release = distro.replace(/^(debian|ubuntu)-/i, '')
  const version = withEpoch(purl)
  const [source, sourceVersion] = (purl.qualifiers['upstream'] ?? purl.name).split('@', 2)
  const name = source ?? purl.name
  if (purl.namespace === 'debian') {
    const major = debianCodenames[release.toLowerCase()] ?? release.split('.')[0] ?? ''
    if (!/^\d{1,3}$/.test(major)) return { ok: false, because: `"${distro}" is no Debian release known here` }
    return known(`Debian:${major}`, name, sourceVersion ?? version)
  }
  if (purl.namespace === 'ubuntu' && /^\d\d\.\d\d$/.test(release)) {
    return known(`Ubuntu:${release}`, name, sourceVersion ?? version)
  }
  return { ok: false, because: `no advisory ecosystem for deb packages of "${purl.namespace ?? ''}"` }
}

function withEpoch(purl: Purl): string | undefined {
  const epoch = purl.qualifiers['epoch']
  if (purl.version === undefined || epoch === undefined || purl.version.includes(':')) return purl.version
  return `${epoch}:${purl.version}`
}

function slashed(purl: Purl): string {
  return purl.namespace === undefined ? purl.name : `${purl.namespace}/${purl.name}`
}

function known(ecosystem: string, name: string, version: string | undefined): IdentityResult {
  return { ok: true, identity: { ecosystem, name, ...(version === undefined ? {} : { version }) } }
}
