import type { CpeLimits } from './advisories/types.ts'
import { compareCpeValue, cpeValueOf } from './cpe.ts'
import type { Purl } from './purl.ts'

/** CPE `target_sw` of the packages of a purl type. */
const targetsOfType: Readonly<Record<string, readonly string[]>> = {
  cargo: ['rust'],
  composer: ['php', 'composer'],
  gem: ['ruby', 'rails', 'ruby_on_rails'],
  golang: ['go', 'golang'],
  maven: ['java', 'maven'],
  npm: ['node.js', 'nodejs', 'npm', 'javascript'],
  nuget: ['.net', 'asp.net', 'nuget'],
  pypi: ['python', 'pypi'],
}

/**
 * Whether a component can be what an advisory's CPE name says beyond vendor, product and version: what both state must not
 * be disjoint (NIST IR 7696, table 6-2; so `-` is not `beta`). What only the advisory states is unclear, and the answer says what.
 */
export function cpeFit(
  wanted: CpeLimits,
  stated: CpeLimits | undefined,
  purl: Purl | undefined,
  version: string | undefined,
): 'fits' | 'differs' | { readonly unclear: string } {
  let unclear: string | undefined
  for (const name of limitNames) {
    const value = wanted[name]
    if (value === undefined) continue
    const own = stated?.[name]
    if (own === value) continue
    if (own !== undefined) {
      if (compareCpeValue(cpeValueOf(value), cpeValueOf(own)) === 'disjoint') return 'differs'
      continue
    }
    // "None" leaves what does not say, since few names say so.
    if (value === '-') continue
    if (name === 'part') {
      // A package is no hardware; between application and operating system, generators differ.
      if (value === 'h') return 'differs'
    } else if (name === 'update') {
      // "1.0 beta2" is written into the version where there is no CPE name.
      if (!endsWithUpdate(version, value)) return 'differs'
    } else if (name === 'targetSw' && purl !== undefined && Object.hasOwn(targetsOfType, purl.type)) {
      if (targetsOfType[purl.type]?.includes(value) !== true) return 'differs'
    } else unclear = `it is about ${words[name] ?? name} "${value}" only`
  }
  return unclear === undefined ? 'fits' : { unclear }
}

/** In the order of a CPE name: of several that are unclear the last is said. */
const limitNames = ['part', 'update', 'edition', 'language', 'swEdition', 'targetSw', 'targetHw'] as const

const words: Readonly<Record<string, string>> = {
  edition: 'edition',
  language: 'language',
  swEdition: 'edition',
  targetSw: 'platform',
  targetHw: 'hardware',
}

function endsWithUpdate(version: string | undefined, update: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  return version !== undefined && plain(version).endsWith(plain(update))
}
