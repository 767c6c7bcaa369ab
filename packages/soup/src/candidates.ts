import type { CpeLimits } from './advisories/types.ts'
import { splitCpe } from './advisories/cpe-name.ts'
import type { AdvisoryIndex, Hit } from './advisory-index.ts'
import type { IdentityResult } from './identity.ts'
import type { Named } from './named.ts'
import type { Purl, PurlResult } from './purl.ts'
import type { SbomComponent } from './sbom/types.ts'

/** How a component was found to be what an advisory speaks of, the surest first. */
export const tiers = ['purl', 'distribution', 'purl-to-cpe', 'cpe', 'product'] as const
export type Tier = (typeof tiers)[number]

/** Advisories that may be about a component, found in one way. */
export interface Candidates {
  readonly tier: Tier
  /** Whether what is found in this way may alert; otherwise it is a hint. */
  readonly alerts: boolean
  /** Why it may not. */
  readonly because?: string
  readonly hits: readonly Hit[]
  readonly version: string | undefined
  /** The CPE name that the SBOM states, as far as it goes beyond vendor, product and version. */
  readonly cpe?: CpeLimits
  readonly purl?: Purl
}

export type CandidatesResult =
  | {
      readonly ok: true
      readonly candidates: readonly Candidates[]
      readonly about: string
      readonly covered: boolean
    }
  /** `candidates` may hold hints all the same. */
  | { readonly ok: false; readonly candidates: readonly Candidates[]; readonly because: string }

/**
 * What may speak of a component: its package by purl, then the products that the package is known to be, then the CPE
 * names that the SBOM states. A package of a distribution whose own advisories are at hand is not looked up as upstream
 * product: the distribution mends it at an unchanged upstream version (the most frequent false alarm of scanners).
 *
 * @param named what the component calls itself
 */
export function candidatesOf(component: SbomComponent, named: Named, index: AdvisoryIndex): CandidatesResult {
  const { parsed, purl, identified, distribution, products } = named
  const identity = identified?.ok === true ? identified.identity : undefined
  const covered = identity !== undefined && index.covers(identity.ecosystem)
  const candidates: Candidates[] = []
  if (identity !== undefined && covered) {
    const hits = index.hitsOf(identity.ecosystem, identity.name)
    const version = identity.version ?? component.version
    add(candidates, { tier: distribution ? 'distribution' : 'purl', alerts: true, hits, version })
  }
  if (purl?.type === 'generic') {
    const version = purl.version ?? component.version
    add(candidates, { tier: 'purl', alerts: true, hits: index.hitsOf('generic', purl.name), version })
  }
  const mapped = distribution && covered ? noTexts : mappedTo(named, index)
  // Asked here, since most components of most SBOMs are no product of any kind.
  if (mapped.length > 0 || (products.length > 0 && !(distribution && covered)))
    addProducts(candidates, component, { named, mapped, index })
  if (component.maker !== undefined) {
    // A maker's own advisories name its product by vendor and name (CSAF 2.0, 3.1.2.2).
    const name = `${component.maker}:${component.name}`.toLowerCase()
    const hits = index.hitsOf('Product', name)
    add(candidates, { tier: 'product', alerts: true, hits, version: component.version })
    return {
      ok: true,
      candidates,
      about: `${component.maker} ${component.name}`,
      covered: index.covers('Product'),
    }
  }
  if (identity !== undefined) {
    return { ok: true, candidates, about: `${identity.ecosystem} ${identity.name}`, covered }
  }
  if (products.length > 0 && !distribution) {
    const [product] = products[0] ?? ['']
    return { ok: true, candidates, about: `CPE ${product}`, covered: index.covers('CPE') }
  }
  if (candidates.some(({ alerts }) => alerts))
    return { ok: true, candidates, about: component.name, covered: true }
  return { ok: false, candidates, because: whyUnknown(parsed, identified) }
}

/** Products that the package is known to be. */
function mappedTo({ packageKey }: Named, index: AdvisoryIndex): readonly string[] {
  return packageKey === undefined ? noTexts : index.productsOf(packageKey)
}

interface Products {
  readonly named: Named
  readonly mapped: readonly string[]
  readonly index: AdvisoryIndex
}

function addProducts(
  candidates: Candidates[],
  component: SbomComponent,
  { named: { purl, identified, distribution, products }, mapped, index }: Products,
): void {
  const gate = distribution ? backported : open
  // Generators guess CPE names from package names; only where there is nothing else do they count for more.
  const cpeGate = identified?.ok === true && !distribution ? guessed : gate
  const found = (tier: Tier, key: string, text: string | undefined): void => {
    const hits = index.hitsOf('CPE', key)
    if (hits.length === 0) return
    const stated = purl?.version ?? component.version
    const version = distribution ? upstreamOf(stated) : stated
    const cpe = text === undefined ? undefined : splitCpe(text)
    const named = !distribution && cpe !== undefined && cpe.version !== '*' && cpe.version !== '-'
    candidates.push({
      tier,
      ...(tier === 'cpe' ? cpeGate : gate),
      hits,
      version: named ? cpe.version : version,
      ...(cpe === undefined ? {} : { cpe: cpe.limits }),
      ...(purl === undefined ? {} : { purl }),
    })
  }
  for (const key of mapped) found('purl-to-cpe', key, undefined)
  for (const [key, text] of products) if (!mapped.includes(key)) found('cpe', key, text)
}

const noTexts: readonly string[] = []
const open = { alerts: true }
const backported = {
  alerts: false,
  because: 'the distribution may have mended it at an unchanged upstream version',
}
const guessed = { alerts: false, because: 'a CPE name beside a purl is often a guess' }

function add(candidates: Candidates[], found: Candidates): void {
  if (found.hits.length > 0) candidates.push(found)
}

/** `1:1.2.11.dfsg-2+deb11u2` is upstream's `1.2.11.dfsg`. */
function upstreamOf(version: string | undefined): string | undefined {
  const rest = version?.slice(version.indexOf(':') + 1)
  const hyphen = rest?.lastIndexOf('-') ?? -1
  return hyphen > 0 ? rest?.slice(0, hyphen) : rest
}

function whyUnknown(parsed: PurlResult | undefined, identified: IdentityResult | undefined): string {
  if (parsed?.ok === false) return parsed.message
  return identified?.ok === false ? identified.because : 'it has no purl and no CPE name'
}
