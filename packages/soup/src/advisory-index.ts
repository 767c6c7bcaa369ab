import type { Advisory, AdvisoryData, Affected, Ssvc } from './advisories/types.ts'
import { groupByVulnerability } from './alias-groups.ts'
import { packageKey } from './identity.ts'
import { parsePurl } from './purl.ts'

/** What one advisory says about one package. */
export interface Hit {
  readonly advisory: Advisory
  readonly entry: Affected
  /** The vulnerabilities that it speaks of; several for an advisory about several CVEs. */
  readonly vulnerabilities: readonly string[]
}

/** What is known about a CVE beside who is affected. */
export interface CveFacts {
  /** Day since which it is known to be exploited (CISA KEV). */
  readonly exploitedSince?: string
  readonly ssvc?: Ssvc
}

/** Advisories by package. Built once per feed; a scan of another SBOM then costs only look-ups. */
export interface AdvisoryIndex {
  readonly hitsOf: (ecosystem: string, name: string) => readonly Hit[]
  /** Whether any advisory was given that speaks of packages of this ecosystem and release. */
  readonly covers: (ecosystem: string) => boolean
  /** CPE products (`vendor:product`) that a package is, by its purl without version and qualifiers. */
  readonly productsOf: (packageKey: string) => readonly string[]
  readonly factsOf: (cve: string) => CveFacts | undefined
  /** Milliseconds since the epoch of the newest change; absent without data. */
  readonly newest?: number | undefined
  readonly advisoryCount: number
  /** Statements of the data that no component can be compared with, by reason. */
  readonly notUnderstood: Readonly<Record<string, number>>
}

/** What a package is called → its value, for each ecosystem. */
export type ByPackage<Value> = Map<string, Map<string, Value>>

/** The parts of an index that is held in memory. */
export interface IndexTables {
  readonly hits: ByPackage<Hit[]>
  readonly ecosystems: ReadonlySet<string>
  readonly products: ReadonlyMap<string, readonly string[]>
  readonly facts: ReadonlyMap<string, CveFacts>
  readonly newest: number | undefined
  readonly advisoryCount: number
  readonly notUnderstood: Readonly<Record<string, number>>
}

const noHits: readonly Hit[] = []
const noProducts: readonly string[] = []

/** Indexes advisories in memory. */
export function indexAdvisories(data: readonly Advisory[] | AdvisoryData): AdvisoryIndex {
  const { hits, ecosystems, products, facts, newest, advisoryCount, notUnderstood } = tablesOf(data)
  return {
    hitsOf: (ecosystem, name) => hits.get(covering(ecosystem))?.get(normalName(ecosystem, name)) ?? noHits,
    covers: (ecosystem) => ecosystems.has(covering(ecosystem)),
    productsOf: (key) => products.get(key) ?? noProducts,
    factsOf: (cve) => facts.get(cve),
    ...(newest === undefined ? {} : { newest }),
    advisoryCount,
    notUnderstood,
  }
}

/**
 * Sorts advisories into tables. Of several records of one source with one id the newest counts; a withdrawn one takes
 * its id back. A CVE that its authority rejected is taken back for every source.
 */
export function tablesOf(data: readonly Advisory[] | AdvisoryData): IndexTables {
  const given: AdvisoryData =
    'advisories' in data ? data : { advisories: data, mappings: [], notUnderstood: {} }
  const latest = latestOf(given.advisories)
  const rejected = new Set<string>()
  for (const { id, source, withdrawn } of latest) if (withdrawn && source === 'CVE') rejected.add(id)
  const standing = latest.filter(({ id, withdrawn }) => !withdrawn && !rejected.has(id))
  const ecosystems = new Set<string>()
  let newest: number | undefined
  for (const { modified, affected } of latest) {
    newest = Math.max(newest ?? modified, modified)
    // What was withdrawn shows that the data covers the ecosystem, too.
    for (const { ecosystem } of affected) ecosystems.add(covering(ecosystem))
  }
  return {
    hits: hitsIn(standing),
    ecosystems,
    products: productsOf(given),
    facts: factsIn(standing),
    newest,
    advisoryCount: latest.length,
    notUnderstood: given.notUnderstood,
  }
}

function hitsIn(standing: readonly Advisory[]): ByPackage<Hit[]> {
  const vulnerabilitiesOf = groupByVulnerability(standing)
  const hits: ByPackage<Hit[]> = new Map()
  for (const advisory of standing) {
    if (advisory.affected.length === 0) continue
    const vulnerabilities = vulnerabilitiesOf(advisory)
    for (const entry of advisory.affected) {
      const release = covering(entry.ecosystem)
      const packages = hits.get(release) ?? new Map<string, Hit[]>()
      hits.set(release, packages)
      push(packages, normalName(entry.ecosystem, entry.name), { advisory, entry, vulnerabilities })
    }
  }
  return hits
}

function factsIn(standing: readonly Advisory[]): Map<string, CveFacts> {
  const facts = new Map<string, CveFacts>()
  for (const { id, exploitedSince, ssvc } of standing) {
    if (exploitedSince === undefined && ssvc === undefined) continue
    facts.set(id, {
      ...facts.get(id),
      ...(exploitedSince === undefined ? {} : { exploitedSince }),
      ...(ssvc === undefined ? {} : { ssvc }),
    })
  }
  return facts
}

function latestOf(advisories: readonly Advisory[]): Advisory[] {
  const latest = new Map<string, Advisory>()
  for (const advisory of advisories) {
    const key = `${advisory.source}\n${advisory.id}`
    const known = latest.get(key)
    if (known === undefined || advisory.modified >= known.modified) latest.set(key, advisory)
  }
  return [...latest.values()]
}

function productsOf({ mappings }: AdvisoryData): Map<string, readonly string[]> {
  const products = new Map<string, string[]>()
  for (const { purl, cpe } of mappings) {
    const parsed = parsePurl(purl)
    if (!parsed.ok) continue
    const key = packageKey(parsed.purl)
    if (products.get(key)?.includes(cpe) !== true) push(products, key, cpe)
  }
  return products
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

/** Ubuntu's long-term releases carry a suffix ("Ubuntu:22.04:LTS") that no purl states. */
export function covering(ecosystem: string): string {
  return ecosystem.startsWith('Ubuntu:') ? ecosystem.split(':').slice(0, 2).join(':') : ecosystem
}

/** The name under which the tables keep a package. */
export function normalName(ecosystem: string, name: string): string {
  // PyPI compares names without regard to case and separators (PEP 503).
  if (ecosystem === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-')
  return ecosystem === 'NuGet' || ecosystem === 'Packagist' ? name.toLowerCase() : name
}
