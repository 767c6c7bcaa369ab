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
  /** Products (`vendor:product`) that CPE names name, each with the first of the names. */
  readonly products: readonly (readonly [product: string, cpe: string])[]
}

/** Takes the names of a component apart. */
export function namedBy(component: SbomComponent): Named {
  const parsed = component.purl === undefined ? undefined : parsePurl(component.purl)
  const purl = parsed?.ok === true ? parsed.purl : undefined
  return {
    parsed,
    purl,
    identified: purl === undefined ? undefined : identify(purl),
    distribution: purl !== undefined && isDistribution(purl),
    packageKey: purl === undefined ? undefined : packageKey(purl),
    products: component.cpes === undefined ? noProducts : productsIn(component.cpes),
  }
}

const noProducts: Named['products'] = []

function productsIn(cpes: readonly string[]): Named['products'] {
  const products: [string, string][] = []
  for (const text of cpes) {
    const key = cpeKeyOf(text)
    if (key !== undefined && !products.some(([product]) => product === key)) products.push([key, text])
  }
  return products
}
