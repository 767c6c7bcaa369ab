import { compareLists, compareNumerals, compareText, type Order, orderBy } from './order.ts'
import { comparePrereleases } from './semver.ts'

interface OpensslVersion {
  readonly numbers: readonly string[]
  /** Patch letters of releases before 3.0: "a" to "z", then "za" to "zz". */
  readonly letters: string
  readonly prerelease?: readonly string[]
}

const form = /^([0-9]+(?:\.[0-9]+){1,3})([a-z]{0,3})(?:-(?:(alpha|beta|pre|rc|dev)\.?([0-9]*)|fips))?$/

/**
 * Order of OpenSSL releases: `1.0.2zg` is after `1.0.2z`, `1.1.1` before `1.1.1a` (OpenSSL, "Release strategy"). The word
 * `fips` names a way to build a release, not another one.
 */
export const compareOpenssl: Order = orderBy(parseOpenssl, compareParsed)

function parseOpenssl(text: string): OpensslVersion | undefined {
  const match = form.exec(text.toLowerCase())
  if (match === null) return undefined
  const [, numbers = '', letters = '', kind, count] = match
  return {
    numbers: numbers.split('.'),
    letters,
    // A development snapshot is before the first alpha of its release.
    ...(kind === undefined ? {} : { prerelease: [kind === 'dev' ? '0' : kind, count || '0'] }),
  }
}

function compareParsed(a: OpensslVersion, b: OpensslVersion): number {
  return (
    compareLists(a.numbers, b.numbers, compareNumerals, '0') ||
    compareText(a.letters, b.letters) ||
    comparePrereleases(a.prerelease, b.prerelease)
  )
}
