import { type JsonObject, listOf, textOf } from '../untrusted.ts'
import { splitCpe } from './cpe-name.ts'
import { cpesOfProject, orderOfProduct } from './products.ts'
import type { CpeLimits } from './types.ts'

/** A package or product that a block of `affected` speaks of. */
export interface BlockPackage {
  readonly ecosystem: string
  readonly name: string
  readonly order: string
  readonly cpe?: CpeLimits
  /** The version in the CPE name, where it names one. */
  readonly version?: string
}

/** Package collections, by the host of `collectionURL`. */
const collections: Readonly<Record<string, string>> = {
  'crates.io': 'crates.io',
  'hackage.haskell.org': 'Hackage',
  'hex.pm': 'Hex',
  'packagist.org': 'Packagist',
  'pkg.go.dev': 'Go',
  'pub.dev': 'Pub',
  'pypi.org': 'PyPI',
  'pypi.python.org': 'PyPI',
  'registry.npmjs.org': 'npm',
  'repo.maven.apache.org': 'Maven',
  'repo1.maven.org': 'Maven',
  'rubygems.org': 'RubyGems',
  'www.npmjs.com': 'npm',
  'www.nuget.org': 'NuGet',
}

/**
 * The packages and products of a block. A distribution's block names its own product in `cpes` and the package in
 * `packageName`; taking that CPE would make every component of the distribution affected.
 */
export function packagesOf(block: JsonObject): BlockPackage[] {
  const name = textOf(block['packageName'])
  const host = /^https?:\/\/([^/]+)/.exec(textOf(block['collectionURL']) ?? '')?.[1] ?? ''
  const ecosystem = Object.hasOwn(collections, host) ? collections[host] : undefined
  if (ecosystem !== undefined && name !== undefined) return [{ ecosystem, name, order: ecosystem }]
  if (name !== undefined) return []
  const found = new Map<string, BlockPackage>()
  for (const text of listOf(block['cpes'])) {
    const cpe = typeof text === 'string' ? splitCpe(text) : undefined
    if (cpe === undefined) continue
    const { key, limits, version } = cpe
    found.set(JSON.stringify([key, limits, version]), {
      ecosystem: 'CPE',
      name: key,
      order: orderOfProduct(key),
      cpe: limits,
      ...(version === '*' || version === '-' ? {} : { version }),
    })
  }
  if (found.size > 0) return [...found.values()]
  return cpesOfProject(textOf(block['vendor']) ?? '', textOf(block['product']) ?? '').map((key) => ({
    ecosystem: 'CPE',
    name: key,
    order: orderOfProduct(key),
  }))
}
