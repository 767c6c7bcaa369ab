import { identifyDistribution } from './identity-distribution.ts'
import type { Purl } from './purl.ts'

/** What advisories call a package. */
export interface Identity {
  /** OSV ecosystem with its release, for example `npm` or `Debian:12`. */
  readonly ecosystem: string
  readonly name: string
  readonly version: string | undefined
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
  conan: { ecosystem: 'ConanCenter', name: (purl) => purl.name },
  cran: { ecosystem: 'CRAN', name: (purl) => purl.name },
  hackage: { ecosystem: 'Hackage', name: (purl) => purl.name },
  hex: { ecosystem: 'Hex', name: slashed },
  julia: { ecosystem: 'Julia', name: (purl) => purl.name },
  pub: { ecosystem: 'Pub', name: (purl) => purl.name },
  swift: { ecosystem: 'SwiftURL', name: slashed },
}

/** The name under which advisories speak of a package, or why there is none. */
export function identify(purl: Purl): IdentityResult {
  if (isDistribution(purl)) return identifyDistribution(purl)
  const rule = Object.hasOwn(plain, purl.type) ? plain[purl.type] : undefined
  if (rule === undefined) return { ok: false, because: `no advisory ecosystem for purl type "${purl.type}"` }
  return {
    ok: true,
    identity: { ecosystem: rule.ecosystem, name: rule.name(purl), version: purl.version },
  }
}

/** Whether a distribution built the package: it fixes weaknesses at an unchanged upstream version. */
export function isDistribution({ type }: Purl): boolean {
  return type === 'deb' || type === 'rpm' || type === 'apk' || type === 'alpm' || type === 'alpine'
}

/** A package whatever its version: the part of a purl before `@`, decoded. */
export function packageKey({ type, namespace, name }: Purl): string {
  return namespace === undefined ? `${type}/${name}` : `${type}/${namespace}/${name}`
}

function slashed(purl: Purl): string {
  return purl.namespace === undefined ? purl.name : `${purl.namespace}/${purl.name}`
}
