import { type VersConstraint, type VersRange, versBounds } from '../vers.ts'
import type { AffectedRange, RangeEvent } from './types.ts'

/** Schemes of vers with the order of advisories that is theirs. */
const orderOfScheme: Readonly<Record<string, string>> = {
  alpine: 'Alpine',
  apk: 'Alpine',
  cargo: 'crates.io',
  composer: 'Packagist',
  cran: 'CRAN',
  deb: 'Debian',
  gem: 'RubyGems',
  generic: 'generic',
  golang: 'Go',
  hex: 'Hex',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  openssl: 'OpenSSL',
  pub: 'Pub',
  pypi: 'PyPI',
  rpm: 'Red Hat',
  semver: 'npm',
}

/**
 * A vers range as a walk of events: a union of intervals, single versions and exclusions (vers-spec, "Checking if a version
 * is contained within a range"). `undefined` for a scheme whose order advisories do not have.
 */
export function rangeOfVers(range: VersRange): AffectedRange | undefined {
  const order = Object.hasOwn(orderOfScheme, range.scheme) ? orderOfScheme[range.scheme] : undefined
  return order === undefined ? undefined : { order, events: eventsOf(range) }
}

function eventsOf(range: VersRange): RangeEvent[] {
  const bounds = new Set(versBounds(range))
  const [first] = bounds
  const begins = first === undefined ? range.constraints.every(isOpen) : first.comparator.startsWith('<')
  const events: RangeEvent[] = begins ? [{ kind: 'introduced', version: '0' }] : []
  let inside = begins
  for (const constraint of range.constraints) {
    const { comparator, version } = constraint
    if (bounds.has(constraint)) {
      events.push({ kind: kindOf(constraint), version })
      inside = comparator.startsWith('>')
    } else if (comparator === '!=' && inside) {
      events.push({ kind: 'fixed', version }, { kind: 'above', version })
    } else if (comparator === '=' && !inside) {
      events.push({ kind: 'introduced', version }, { kind: 'last_affected', version })
    }
  }
  return events
}

/** Leaves every version that it does not name. */
function isOpen({ comparator }: VersConstraint): boolean {
  return comparator === '!=' || comparator === '*'
}

function kindOf({ comparator }: VersConstraint): RangeEvent['kind'] {
  if (comparator === '>=') return 'introduced'
  if (comparator === '>') return 'above'
  return comparator === '<' ? 'fixed' : 'last_affected'
}
