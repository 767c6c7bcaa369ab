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
  readonly newest?: number
  readonly advisoryCount: number
  /** Statements of the data that no component can be compared with, by reason. */
  readonly notUnderstood: Readonly<Record<string, number>>
}

/** The parts of an index that is held in memory. */
export interface IndexTables {
  readonly hits: ReadonlyMap<string, readonly Hit[]>
  readonly ecosystems: ReadonlySet<string>
  readonly products: ReadonlyMap<string, readonly string[]>
  readonly facts: ReadonlyMap<string, CveFacts>
  readonly newest: number | undefined
  readonly advisoryCount: number
  readonly notUnderstood: Readonly<Record<string, number>>
}

/** Indexes advisories in memory. */
export function indexAdvisories(data: readonly Advisory[] | AdvisoryData): AdvisoryIndex {
  const tables = tablesOf(data)
  const { hits, ecosystems, products, facts, newest, advisoryCount, notUnderstood } = tables
  return {
    hitsOf: (ecosystem, name) => hits.get(keyOf(ecosystem, name)) ?? [],
    covers: (ecosystem) => ecosystems.has(covering(ecosystem)),
    productsOf: (key) => products.get(key) ?? [],
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
  const vulnerabilitiesOf = groupByVulnerability(standing)
  const hits = new Map<string, Hit[]>()
  const ecosystems = new Set<string>()
  const facts = new Map<string, CveFacts>()
  let newest: number | undefined
  for (const { modified, affected } of latest) {
    newest = Math.max(newest ?? modified, modified)
    // What was withdrawn shows that the data covers the ecosystem, too.
    for (const { ecosystem } of affected) ecosystems.add(covering(ecosystem))
  }
  for (const advisory of standing) {
    const { id, exploitedSince, ssvc, affected } = advisory
    if (exploitedSince !== undefined || ssvc !== undefined) {
      facts.set(id, {
        ...facts.get(id),
        ...(exploitedSince === undefined ? {} : { exploitedSince }),
        ...(ssvc === undefined ? {} : { ssvc }),
      })
    }
    const vulnerabilities = affected.length === 0 ? [] : vulnerabilitiesOf(advisory)
    for (const entry of affected)
      push(hits, keyOf(entry.ecosystem, entry.name), { advisory, entry, vulnerabilities })
  }
  const { notUnderstood } = given
  return {
    hits,
    ecosystems,
    products: productsOf(given),
    facts,
    newest,
    advisoryCount: latest.length,
    notUnderstood,
  }
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
export function keyOf(ecosystem: string, name: string): string {
  return `${covering(ecosystem)}\n${normalName(ecosystem, name)}`
}

function normalName(ecosystem: string, name: string): string {
  // PyPI compares names without regard to case and separators (PEP 503).
  if (ecosystem === 'PyPI') return name.toLowerCase().replace(/[-_.]+/g, '-')
  return ecosystem === 'NuGet' || ecosystem === 'Packagist' ? name.toLowerCase() : name
}
