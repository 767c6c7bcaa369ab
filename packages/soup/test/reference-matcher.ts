/**
 * The matcher as its rules read, without index, interning or short cuts: every component is held against every statement
 * of every advisory. It exists to be compared with the fast one.
 */
import { splitCpe } from '../src/advisories/cpe-name.ts'
import type { Advisory, AdvisoryData, Affected, AffectedRange } from '../src/advisories/types.ts'
import { cpeFit } from '../src/cpe-fit.ts'
import { identify, isDistribution } from '../src/identity.ts'
import { parsePurl, type Purl } from '../src/purl.ts'
import type { SbomComponent } from '../src/sbom/types.ts'
import { compareVersions } from '../src/versions/index.ts'

type Verdict = 'affected' | 'not-affected' | 'undecidable'
type Tier = 'purl' | 'distribution' | 'purl-to-cpe' | 'cpe'

interface Statement {
  readonly advisory: Advisory
  readonly entry: Affected
}

interface Judged extends Statement {
  readonly tier: Tier
  readonly verdict: Verdict
  readonly alerts: boolean
}

/** What the two matchers must agree on. */
export interface Answer {
  readonly class: string
  /** `vulnerability tier advisory,advisory`, sorted. */
  readonly matches: readonly string[]
  readonly hints: readonly string[]
  readonly undecided: readonly string[]
}

const tiers: readonly Tier[] = ['purl', 'distribution', 'purl-to-cpe', 'cpe']
const isCve = (name: string): boolean => /^CVE-\d{4}-\d{4,19}$/.test(name)
const namesOf = ({ id, aliases }: Advisory): string[] => [id, ...aliases]
const loose = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

export class ReferenceMatcher {
  private readonly standing: readonly Advisory[]
  private readonly covered: ReadonlySet<string>
  private readonly byLooseName: ReadonlyMap<string, readonly Statement[]>
  private readonly products: ReadonlyMap<string, readonly { purl: Purl; cpe: string }[]>
  private readonly vulnerabilities = new Map<Advisory, readonly string[]>()
  private readonly byName = new Map<string, Advisory[]>()

  constructor({ advisories, mappings }: AdvisoryData) {
    const last = advisories.filter((one, at) => !isReplaced(one, at, advisories))
    const rejected = new Set(last.filter((one) => one.withdrawn && one.source === 'CVE').map(({ id }) => id))
    this.standing = last.filter(({ id, withdrawn }) => !withdrawn && !rejected.has(id))
    for (const one of this.standing) {
      for (const name of namesOf(one)) this.byName.set(name, [...(this.byName.get(name) ?? []), one])
    }
    this.covered = new Set(
      last.flatMap(({ affected }) => affected.map(({ ecosystem }) => release(ecosystem))),
    )
    const statements = this.standing.flatMap((advisory) =>
      advisory.affected.map((entry) => ({ advisory, entry })),
    )
    // Names that differ in more than case and punctuation never match; this makes a run over all data possible at all.
    this.byLooseName = Map.groupBy(statements, ({ entry }) => loose(entry.name))
    const parsed = mappings.flatMap(({ purl, cpe }) => {
      const result = parsePurl(purl)
      return result.ok ? [{ purl: result.purl, cpe }] : []
    })
    this.products = Map.groupBy(parsed, ({ purl }) => loose(purl.name))
  }

  answer(component: SbomComponent): Answer {
    const parsed = component.purl === undefined ? undefined : parsePurl(component.purl)
    const purl = parsed?.ok === true ? parsed.purl : undefined
    const identified = purl === undefined ? undefined : identify(purl)
    const identity = identified?.ok === true ? identified.identity : undefined
    const judged = this.judge(component, purl)
    const vulnerable = this.decide(judged)
    const undecided = [
      ...new Set(
        judged.filter((one) => one.alerts && one.verdict === 'undecidable').map((one) => one.advisory.id),
      ),
    ].filter((id) => !judged.some((one) => one.advisory.id === id && one.verdict === 'affected'))
    const fixed = new Set((component.fixes ?? []).map((fix) => fix.vulnerability))
    const open = vulnerable.filter(({ names }) => !names.some((name) => fixed.has(name)))
    const matches = open.filter(({ alerts }) => alerts).map(({ text }) => text)
    const hints = open.filter(({ alerts }) => !alerts).map(({ text }) => text)
    const hasCpe = (component.cpes ?? []).some((cpe) => splitCpe(cpe) !== undefined)
    const known =
      identity !== undefined ||
      (hasCpe && !(purl !== undefined && isDistribution(purl))) ||
      this.found(component, purl).some(({ alerts }) => alerts)
    const clear = judged.some(({ alerts, verdict }) => alerts && verdict === 'not-affected')
    const kind =
      matches.length > 0
        ? 'affected'
        : !known
          ? 'identity-unknown'
          : undecided.length > 0
            ? 'undecidable-version'
            : clear || open.length < vulnerable.length
              ? 'not-affected'
              : hints.length > 0
                ? 'undecidable-version'
                : 'no-advisory-data'
    return { class: kind, matches: matches.sort(), hints: hints.sort(), undecided: undecided.sort() }
  }

  /** Every statement that may be about the component, with how it was found. */
  private found(component: SbomComponent, purl: Purl | undefined): (Statement & Lookup)[] {
    return lookups(component, purl, this.covered, this.productsOf(purl)).flatMap((lookup) =>
      (this.byLooseName.get(loose(lookup.name)) ?? [])
        .filter(({ entry }) => samePackage(entry, lookup))
        .map((statement) => ({ ...lookup, ...statement })),
    )
  }

  private productsOf(purl: Purl | undefined): string[] {
    if (purl === undefined) return []
    const same = (this.products.get(loose(purl.name)) ?? []).filter(
      (row) =>
        row.purl.type === purl.type && row.purl.namespace === purl.namespace && row.purl.name === purl.name,
    )
    return [...new Set(same.map(({ cpe }) => cpe))]
  }

  private judge(component: SbomComponent, purl: Purl | undefined): Judged[] {
    return this.found(component, purl).flatMap(({ advisory, entry, tier, version, alerts, cpe }) => {
      const forProduct = tier === 'cpe' || tier === 'purl-to-cpe' ? purl : undefined
      const fit = entry.cpe === undefined ? 'fits' : cpeFit(entry.cpe, cpe, forProduct, version)
      if (fit === 'differs') return []
      const verdict = version === undefined ? 'undecidable' : verdictOf(entry, version)
      return [
        { advisory, entry, tier, verdict, alerts: alerts && fit === 'fits' && entry.weak === undefined },
      ]
    })
  }

  private decide(judged: readonly Judged[]): { text: string; names: string[]; alerts: boolean }[] {
    const hit = judged.filter(({ verdict }) => verdict === 'affected')
    const all = new Set(hit.flatMap(({ advisory }) => this.vulnerabilitiesOf(advisory)))
    return [...all].flatMap((vulnerability) => {
      const group = judged.filter(({ advisory }) => this.vulnerabilitiesOf(advisory).includes(vulnerability))
      const affected = group.filter(({ verdict }) => verdict === 'affected')
      if (affected.length === 0) return []
      const candidates = affected.some(({ alerts }) => alerts)
        ? affected.filter(({ alerts }) => alerts)
        : affected
      const tier = tiers.find((each) => candidates.some((one) => one.tier === each)) ?? 'cpe'
      const cleared = group.some(
        (one) =>
          one.alerts && one.verdict === 'not-affected' && tiers.indexOf(one.tier) < tiers.indexOf(tier),
      )
      const ids = [...new Set(affected.map(({ advisory }) => advisory.id))].sort()
      const names = affected.flatMap(({ advisory }) =>
        this.vulnerabilitiesOf(advisory).length > 1 ? [advisory.id] : namesOf(advisory),
      )
      const alerts = candidates.some((one) => one.alerts) && !cleared
      return [{ text: `${vulnerability} ${tier} ${ids.join(',')}`, names: [vulnerability, ...names], alerts }]
    })
  }

  private vulnerabilitiesOf(advisory: Advisory): readonly string[] {
    const known = this.vulnerabilities.get(advisory) ?? this.findVulnerabilities(advisory)
    this.vulnerabilities.set(advisory, known)
    return known
  }

  private findVulnerabilities(advisory: Advisory): string[] {
    const cves = [...new Set(namesOf(advisory).filter(isCve))]
    if (cves.length > 0) return cves
    const meanings = namesOf(advisory).map((name) => {
      const single = (this.byName.get(name) ?? [])
        .map((other) => [...new Set(namesOf(other).filter(isCve))])
        .filter(({ length }) => length === 1)
      return [...new Set(single.flat())]
    })
    const [only, ...others] = [
      ...new Set(meanings.filter(({ length }) => length > 0).map((cve) => cve.join())),
    ]
    if (only !== undefined) return others.length === 0 && isCve(only) ? [only] : [advisory.id]
    return [this.firstNameOfGroup(advisory)]
  }

  /** Follows shared names among advisories without a CVE until nothing is new. */
  private firstNameOfGroup(advisory: Advisory): string {
    const names = new Set(namesOf(advisory))
    const others = this.standing.filter((other) => !namesOf(other).some(isCve))
    for (let before = -1; before !== names.size; ) {
      before = names.size
      for (const other of others) {
        if (namesOf(other).some((name) => names.has(name))) for (const name of namesOf(other)) names.add(name)
      }
    }
    return [...names].sort()[0] ?? advisory.id
  }
}

interface Lookup {
  readonly ecosystem: string
  readonly name: string
  readonly tier: Tier
  readonly version: string | undefined
  readonly alerts: boolean
  readonly cpe?: Affected['cpe'] & object
}

function lookups(
  component: SbomComponent,
  purl: Purl | undefined,
  covered: ReadonlySet<string>,
  products: readonly string[],
): Lookup[] {
  const identified = purl === undefined ? undefined : identify(purl)
  const identity = identified?.ok === true ? identified.identity : undefined
  const distribution = purl !== undefined && isDistribution(purl)
  const stated = purl?.version ?? component.version
  const list: Lookup[] = []
  const hasOwnData = identity !== undefined && covered.has(release(identity.ecosystem))
  if (identity !== undefined && hasOwnData) {
    const { ecosystem, name, version = component.version } = identity
    list.push({ ecosystem, name, tier: distribution ? 'distribution' : 'purl', version, alerts: true })
  }
  if (purl?.type === 'generic') {
    list.push({ ecosystem: 'generic', name: purl.name, tier: 'purl', version: stated, alerts: true })
  }
  if (distribution && hasOwnData) return list
  const upstream = distribution ? stated?.replace(/^[^:]*:/, '').replace(/(.)-[^-]*$/, '$1') : stated
  for (const name of products) {
    list.push({ ecosystem: 'CPE', name, tier: 'purl-to-cpe', version: upstream, alerts: !distribution })
  }
  const seen = new Set(products)
  for (const text of component.cpes ?? []) {
    const cpe = splitCpe(text)
    if (cpe === undefined || seen.has(cpe.key)) continue
    seen.add(cpe.key)
    const version = distribution || cpe.version === '*' || cpe.version === '-' ? upstream : cpe.version
    const alerts = !distribution && (identity === undefined || purl?.type === 'generic')
    list.push({ ecosystem: 'CPE', name: cpe.key, tier: 'cpe', version, alerts, cpe: cpe.limits })
  }
  return list
}

function samePackage(entry: Affected, { ecosystem, name }: Lookup): boolean {
  if (release(entry.ecosystem) !== release(ecosystem)) return false
  if (ecosystem === 'PyPI') {
    const normal = (text: string): string => text.toLowerCase().replace(/[-_.]+/g, '-')
    return normal(entry.name) === normal(name)
  }
  if (ecosystem === 'NuGet' || ecosystem === 'Packagist')
    return entry.name.toLowerCase() === name.toLowerCase()
  return entry.name === name
}

function isReplaced(one: Advisory, at: number, all: readonly Advisory[]): boolean {
  const later = replacements.get(all) ?? new Map<string, number>()
  if (!replacements.has(all)) {
    replacements.set(all, later)
    for (const [index, { source, id, modified }] of all.entries()) {
      const known = later.get(`${source} ${id}`)
      if (known === undefined || modified >= (all[known]?.modified ?? 0)) later.set(`${source} ${id}`, index)
    }
  }
  return later.get(`${one.source} ${one.id}`) !== at
}

const replacements = new WeakMap<readonly Advisory[], Map<string, number>>()

function release(ecosystem: string): string {
  return ecosystem.startsWith('Ubuntu:') ? ecosystem.split(':').slice(0, 2).join(':') : ecosystem
}

/** OSV schema, "Evaluation": sort the events, walk them, see where the version stands. */
export function verdictOf(entry: Affected, version: string): Verdict {
  if (entry.versions.has(version)) return 'affected'
  const inside = anyOf(entry.ranges, entry, version)
  if (inside === 'not-affected' && entry.ranges.length + entry.versions.size === 0) return 'undecidable'
  if (inside === 'not-affected') return inside
  const excepted = anyOf(entry.except ?? [], entry, version)
  return excepted === 'affected' ? 'not-affected' : excepted === 'undecidable' ? excepted : inside
}

function anyOf(ranges: readonly AffectedRange[], { versions }: Affected, version: string): Verdict {
  const verdicts = ranges.map((range) => walk(range, version))
  if (verdicts.includes('affected')) return 'affected'
  return verdicts.includes('undecidable') && versions.size === 0 ? 'undecidable' : 'not-affected'
}

function walk({ order, events }: AffectedRange, version: string): Verdict {
  if (order === undefined) return 'undecidable'
  const isStart = (event: (typeof events)[number]): boolean =>
    event.kind === 'introduced' && event.version === '0'
  const placed = events.map((event) => ({
    ...event,
    start: isStart(event),
    ours: isStart(event) ? 1 : event.version === '*' ? -1 : compareVersions(order, version, event.version),
  }))
  if (placed.some(({ ours }) => ours === undefined)) return 'undecidable'
  placed.sort((a, b) => {
    if (a.start || b.start) return Number(b.start) - Number(a.start)
    if (a.version === '*' || b.version === '*') return Number(a.version === '*') - Number(b.version === '*')
    return compareVersions(order, a.version, b.version) ?? 0
  })
  let inside = false
  for (const { kind, ours = 0 } of placed) {
    if (kind === 'introduced' && ours >= 0) inside = true
    if (kind === 'above' && ours > 0) inside = true
    if (kind === 'fixed' && ours >= 0) inside = false
    if (kind === 'last_affected' && ours > 0) inside = false
  }
  const limits = placed.filter(({ kind }) => kind === 'limit')
  if (limits.length > 0 && !limits.some(({ ours = 0 }) => ours < 0)) inside = false
  return inside ? 'affected' : 'not-affected'
}
