import { soupLimits } from '../limits.ts'
import { compareAlpine } from './alpine.ts'
import { compareAlpm } from './alpm.ts'
import { compareConan } from './conan.ts'
import { compareCran } from './cran.ts'
import { compareDeb } from './deb.ts'
import { compareGeneric } from './generic.ts'
import { compareGentoo } from './gentoo.ts'
import { compareGo } from './go.ts'
import { compareHackage } from './hackage.ts'
import { compareKernel } from './kernel.ts'
import { compareMaven } from './maven.ts'
import { compareNpm } from './npm.ts'
import { compareNuget } from './nuget.ts'
import { compareOpenssl } from './openssl.ts'
import type { Ladder, Order } from './order.ts'
import { comparePackagist } from './packagist.ts'
import { compareDatetime, compareIntdot, compareLexicographic } from './plain.ts'
import { comparePub } from './pub.ts'
import { comparePypi } from './pypi.ts'
import { compareRpm } from './rpm.ts'
import { compareRubyGems } from './rubygems.ts'
import { compareSemVer } from './semver.ts'

export type { Ladder, Order } from './order.ts'

/** OSV ecosystem (without its release suffix) → its version order. The last four are not OSV's. */
export const versionOrders: Readonly<Record<string, Order>> = {
  npm: compareNpm,
  Debian: compareDeb,
  Ubuntu: compareDeb,
  Alpine: compareAlpine,
  Alpaquita: compareAlpine,
  'BellSoft Hardened Containers': compareAlpine,
  Chainguard: compareAlpine,
  MinimOS: compareAlpine,
  Wolfi: compareAlpine,
  AlmaLinux: compareRpm,
  'Azure Linux': compareRpm,
  Mageia: compareRpm,
  openEuler: compareRpm,
  openSUSE: compareRpm,
  'Photon OS': compareRpm,
  'Red Hat': compareRpm,
  'Rocky Linux': compareRpm,
  SUSE: compareRpm,
  Bioconductor: compareSemVer,
  Bitnami: compareSemVer,
  'crates.io': compareSemVer,
  'GitHub Actions': compareSemVer,
  Hex: compareSemVer,
  Julia: compareSemVer,
  SwiftURL: compareSemVer,
  ConanCenter: compareConan,
  CRAN: compareCran,
  GHC: compareHackage,
  Go: compareGo,
  Hackage: compareHackage,
  Maven: compareMaven,
  NuGet: compareNuget,
  Packagist: comparePackagist,
  Pub: comparePub,
  PyPI: comparePypi,
  RubyGems: compareRubyGems,
  OpenSSL: compareOpenssl,
  Linux: compareKernel,
  generic: compareGeneric,
}

/** purl type or vers scheme → its version order. A distribution is not told apart by its type alone, its order is. */
const ordersOfType: Readonly<Record<string, Order>> = {
  alpine: compareAlpine,
  alpm: compareAlpm,
  apk: compareAlpine,
  bitnami: compareSemVer,
  cargo: compareSemVer,
  composer: comparePackagist,
  conan: compareConan,
  cran: compareCran,
  datetime: compareDatetime,
  deb: compareDeb,
  ebuild: compareGentoo,
  gem: compareRubyGems,
  generic: compareGeneric,
  gentoo: compareGentoo,
  github: compareSemVer,
  golang: compareGo,
  hackage: compareHackage,
  hex: compareSemVer,
  intdot: compareIntdot,
  julia: compareSemVer,
  lexicographic: compareLexicographic,
  maven: compareMaven,
  nginx: compareSemVer,
  npm: compareNpm,
  nuget: compareNuget,
  openssl: compareOpenssl,
  pub: comparePub,
  pypi: comparePypi,
  rpm: compareRpm,
  semver: compareSemVer,
  swift: compareSemVer,
}

/** The version order of a purl type or vers scheme (`pypi`, `deb`, `openssl`), `undefined` where none is known. */
export function orderOfPurlType(type: string): Order | undefined {
  return Object.hasOwn(ordersOfType, type) ? ordersOfType[type] : undefined
}

/**
 * Compares two versions in an ecosystem's own order: negative, zero or positive.
 *
 * `undefined` means undecidable: the order of this ecosystem is not known here, or one of the texts is not a
 * version in it. A caller must not read that as "not affected".
 */
export function compareVersions(ecosystem: string, a: string, b: string): number | undefined {
  if (Math.max(a.length, b.length) > soupLimits.versionCharactersMax) return undefined
  return orderOf(ecosystem)?.(a, b)
}

/** Puts bounds of ranges in the order of an ecosystem; `undefined` where it has none that can be sorted by. */
export function ladderOf(ecosystem: string, bounds: readonly string[]): Ladder | undefined {
  return orderOf(ecosystem)?.ladderOf?.(bounds)
}

/** Orders by ecosystem with its release, as far as asked for; there are some hundred releases. */
const known = new Map<string, Order | undefined>()
const knownMax = 10_000

function orderOf(ecosystem: string): Order | undefined {
  const order = known.get(ecosystem)
  if (order !== undefined || known.has(ecosystem)) return order
  const colon = ecosystem.indexOf(':')
  const base = colon < 0 ? ecosystem : ecosystem.slice(0, colon)
  const found = Object.hasOwn(versionOrders, base) ? versionOrders[base] : undefined
  if (known.size >= knownMax) known.clear()
  known.set(ecosystem, found)
  return found
}
