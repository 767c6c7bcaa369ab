import { type Verdict, verdictOf } from './affects.ts'
import { groupMatches } from './aliases.ts'
import { type Identity, identify } from './identity.ts'
import type { Advisory, Affected } from './advisories/types.ts'
import { parsePurl } from './purl.ts'
import type { Sbom, SbomComponent } from './sbom/types.ts'

/** Every component is in exactly one. */
export type ComponentClass =
  | 'affected'
  | 'not-affected'
  | 'no-advisory-data'
  | 'undecidable-version'
  | 'identity-unknown'

/** One vulnerability of one component; several advisories that speak of the same CVE are one match. */
export interface SoupMatch {
  /** The CVE where there is exactly one, else the advisory's own id. */
  readonly vulnerability: string
  readonly advisories: readonly string[]
  readonly aliases: readonly string[]
  readonly summary: string
  readonly cvss?: string
  /** Versions that are named as fixed in any of the advisories. */
  readonly fixed: readonly string[]
}

export interface ComponentResult {
  readonly component: SbomComponent
  readonly class: ComponentClass
  /** Why it is in its class, for people. */
  readonly because: string
  readonly matches: readonly SoupMatch[]
  /** Advisories about this package whose range could not be compared with this version. */
  readonly undecided: readonly string[]
}

export interface SoupScan {
  readonly results: readonly ComponentResult[]
  readonly counts: Readonly<Record<ComponentClass, number>>
  /** Newest change in the advisory data, ISO 8601; absent if there is no data. */
  readonly dataAsOf?: string
  readonly dataAgeDays?: number
}

/** Advisories by package. Build it once per feed; a scan of another SBOM then costs only look-ups. */
export interface AdvisoryIndex {
  readonly byPackage: ReadonlyMap<string, readonly Hit[]>
  readonly ecosystems: ReadonlySet<string>
  readonly newest?: number
}

export interface Hit {
  readonly advisory: Advisory
  readonly entry: Affected
}

export interface ScanInput {
  readonly sbom: Sbom
  readonly advisories: readonly Advisory[] | AdvisoryIndex
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Indexes advisories. Of several records with one id the newest counts; a withdrawn one takes its id back entirely. */
export function indexAdvisories(advisories: readonly Advisory[]): AdvisoryIndex {
  const latest = new Map<string, Advisory>()
  for (const advisory of advisories) {
    const known = latest.get(advisory.id)
    if (known === undefined || advisory.modified >= known.modified) latest.set(advisory.id, advisory)
  }
  const byPackage = new Map<string, Hit[]>()
  const ecosystems = new Set<string>()
  let newest: number | undefined
  for (const advisory of latest.values()) {
    newest = Math.max(newest ?? advisory.modified, advisory.modified)
    for (const entry of advisory.affected) {
      ecosystems.add(covering(entry.ecosystem))
      if (advisory.withdrawn) continue
      const key = keyOf(entry.ecosystem, entry.name)
      const hits = byPackage.get(key)
      if (hits === undefined) byPackage.set(key, [{ advisory, entry }])
      else hits.push({ advisory, entry })
    }
  }
  return { byPackage, ecosystems, ...(newest === undefined ? {} : { newest }) }
}

/** Puts every component of an SBOM into exactly one class and lists what affects it. */
export function scanSbom({ sbom, advisories, now }: ScanInput): SoupScan {
  const index = 'byPackage' in advisories ? advisories : indexAdvisories(advisories)
  const results = sbom.components.map((component) => classify(component, index))
  const counts: Record<ComponentClass, number> = {
    affected: 0,
    'not-affected': 0,
    'no-advisory-data': 0,
    'undecidable-version': 0,
    'identity-unknown': 0,
  }
  for (const result of results) counts[result.class]++
  const { newest } = index
  if (newest === undefined) return { results, counts }
  const dataAgeDays = Math.max(0, Math.floor((now - newest) / 86_400_000))
  return { results, counts, dataAsOf: new Date(newest).toISOString(), dataAgeDays }
}

function classify(component: SbomComponent, index: AdvisoryIndex): ComponentResult {
  const nothing = { component, matches: [], undecided: [] }
  if (component.purl === undefined)
    return { ...nothing, class: 'identity-unknown', because: 'it has no purl' }
  const parsed = parsePurl(component.purl)
  if (!parsed.ok) return { ...nothing, class: 'identity-unknown', because: parsed.message }
  const identified = identify(parsed.purl)
  if (!identified.ok) return { ...nothing, class: 'identity-unknown', because: identified.because }
  const { identity } = identified
  if (!index.ecosystems.has(identity.ecosystem)) {
    const because = `no advisory about ${identity.ecosystem} was given`
    return { ...nothing, class: 'no-advisory-data', because }
  }
  return judgeVersion(
    component,
    identity,
    index.byPackage.get(keyOf(identity.ecosystem, identity.name)) ?? [],
  )
}

function judgeVersion(component: SbomComponent, identity: Identity, hits: readonly Hit[]): ComponentResult {
  const version = identity.version ?? component.version
  const found: Record<Verdict, Hit[]> = { affected: [], 'not-affected': [], undecidable: [] }
  for (const hit of hits)
    found[version === undefined ? 'undecidable' : verdictOf(hit.entry, version)].push(hit)
  const matches = groupMatches(found.affected)
  const affecting = new Set(found.affected.map(({ advisory }) => advisory.id))
  const ids = found.undecidable.map(({ advisory }) => advisory.id).filter((id) => !affecting.has(id))
  const undecided = [...new Set(ids)].sort()
  const name = `${identity.ecosystem} ${identity.name} ${version ?? 'without a version'}`
  if (matches.length > 0)
    return { component, class: 'affected', because: `${name} is affected`, matches, undecided }
  if (undecided.length > 0) {
    const because = `${name} cannot be placed in the ranges of ${undecided.length} advisories`
    return { component, class: 'undecidable-version', because, matches, undecided }
  }
  const because =
    hits.length === 0
      ? `no advisory names ${identity.ecosystem} ${identity.name}`
      : `${name} is outside every range`
  return { component, class: 'not-affected', because, matches, undecided }
}

/** Ubuntu's long-term releases carry a suffix ("Ubuntu:22.04:LTS") that no purl states. */
function covering(ecosystem: string): string {
  return ecosystem.startsWith('Ubuntu:') ? ecosystem.split(':').slice(0, 2).join(':') : ecosystem
}

function keyOf(ecosystem: string, name: string): string {
  const normal = covering(ecosystem)
  // PyPI compares names without regard to case and separators (PEP 503).
  return `${normal}\n${normal === 'PyPI' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name}`
}
