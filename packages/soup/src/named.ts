import { cpeKeyOf } from './advisories/cpe-name.ts'
import { identify, type IdentityResult, isDistribution, packageKey } from './identity.ts'
import { parsePurl, type Purl, type PurlResult } from './purl.ts'
import type { SbomComponent } from './sbom/types.ts'

/** What a component calls itself, whatever there is about it. */
export interface Named {
  readonly parsed: PurlResult | undefined
  readonly purl: Purl | undefined
  readonly identified: IdentityResult | undefined
  /** A distribution built it. */
  readonly distribution: boolean
  /** What a purl names without version and qualifiers. */
  readonly packageKey: string | undefined
  /** CPE names that name a product, by it (`vendor:product`); the first of several. */
  readonly products: ReadonlyMap<string, string>
}

/** A fleet looks at the same component for every advisory that changes, so its names are taken apart once. */
const known = new WeakMap<SbomComponent, Named>()

/** Takes the names of a component apart. */
export function namedBy(component: SbomComponent): Named {
  const before = known.get(component)
  if (before !== undefined) return before
  const parsed = component.purl === undefined ? undefined : parsePurl(component.purl)
  const purl = parsed?.ok === true ? parsed.purl : undefined
  const named: Named = {
    parsed,
    purl,
    identified: purl === undefined ? undefined : identify(purl),
    distribution: purl !== undefined && isDistribution(purl),
    packageKey: purl === undefined ? undefined : packageKey(purl),
    products: component.cpes === undefined ? noProducts : productsIn(component.cpes),
  }
  known.set(component, named)
  return named
}

const noProducts: ReadonlyMap<string, string> = new Map()

function productsIn(cpes: readonly string[]): ReadonlyMap<string, string> {
  const products = new Map<string, string>()
  for (const text of cpes) {
    const key = cpeKeyOf(text)
    if (key !== undefined && !products.has(key)) products.set(key, text)
  }
  return products
}
