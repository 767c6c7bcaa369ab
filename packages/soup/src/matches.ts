import type { Ssvc } from './advisories/types.ts'
import type { Verdict } from './affects.ts'
import type { AdvisoryIndex, Hit } from './advisory-index.ts'
import { type Tier, tiers } from './candidates.ts'
import { describeVersions } from './describe-versions.ts'

/** One statement of an advisory, compared with a component. */
export interface Judged {
  readonly hit: Hit
  readonly tier: Tier
  readonly verdict: Verdict
  /** Why it cannot alert, if so. */
  readonly hint?: string
}

/** What one source says about one vulnerability of a component. */
export interface Statement {
  readonly advisory: string
  readonly source: string
  /** Milliseconds since the epoch; 0 where the source does not say. */
  readonly modified: number
  readonly tier: Tier
  /** What the source calls the package. */
  readonly package: string
  readonly verdict: Verdict
  /** The versions that the source calls affected, in words. */
  readonly versions: string
  readonly hint?: string
}

/** One vulnerability of one component; several advisories that speak of the same CVE are one match. */
export interface SoupMatch {
  /** The CVE where there is one, else the name of its group. */
  readonly vulnerability: string
  readonly advisories: readonly string[]
  readonly aliases: readonly string[]
  readonly summary: string
  readonly cvss?: string
  /** Versions that are named as fixed in any of the advisories. */
  readonly fixed: readonly string[]
  /** The surest way in which the component was found to be affected. */
  readonly tier: Tier
  /** Why this is only a hint, which does not alert. */
  readonly hint?: string
  readonly statements: readonly Statement[]
  /** Whether the sources give different answers for this version. */
  readonly disagree: boolean
  /** Day since which it is known to be exploited (CISA KEV). */
  readonly exploitedSince?: string
  readonly ssvc?: Ssvc
}

/**
 * One match for each vulnerability that some statement calls affecting, with what every source says about it. The
 * surest way of identification decides: what it clears, a less sure one cannot raise above a hint.
 */
export function matchesOf(judged: readonly Judged[], index: AdvisoryIndex): SoupMatch[] {
  if (!judged.some(({ verdict }) => verdict === 'affected')) return []
  const groups = new Map<string, Judged[]>()
  for (const one of judged) {
    for (const vulnerability of one.hit.vulnerabilities) {
      const group = groups.get(vulnerability)
      if (group === undefined) groups.set(vulnerability, [one])
      else group.push(one)
    }
  }
  const matches: SoupMatch[] = []
  for (const [vulnerability, group] of groups) {
    if (group.some(({ verdict }) => verdict === 'affected'))
      matches.push(toMatch(vulnerability, group, index))
  }
  return matches.sort((a, b) => (a.vulnerability < b.vulnerability ? -1 : 1))
}

function toMatch(vulnerability: string, group: readonly Judged[], index: AdvisoryIndex): SoupMatch {
  const affected = group.filter(({ verdict }) => verdict === 'affected')
  const decisive = surest(affected)
  const hits = affected.map(({ hit }) => hit)
  const names = hits.flatMap(({ advisory, vulnerabilities }) =>
    // What an advisory about several CVEs calls itself is no name of any one of them.
    vulnerabilities.length > 1 ? [advisory.id] : [advisory.id, ...advisory.aliases],
  )
  const cvss = hits.map(({ advisory }) => advisory.cvss).find((vector) => vector !== undefined)
  const hint = decisive.hint ?? clearedBy(group, decisive.tier)
  const fixed = hits.flatMap(({ entry }) =>
    entry.ranges.flatMap(({ events }) =>
      events.flatMap(({ kind, version }) => (kind === 'fixed' ? [version] : [])),
    ),
  )
  return {
    vulnerability,
    advisories: [...new Set(hits.map(({ advisory }) => advisory.id))].sort(),
    aliases: [...new Set(names)].filter((name) => name !== vulnerability).sort(),
    summary: hits.map(({ advisory }) => advisory.summary).find((text) => text !== '') ?? '',
    ...(cvss === undefined ? {} : { cvss }),
    fixed: [...new Set(fixed)].sort(),
    tier: decisive.tier,
    ...(hint === undefined ? {} : { hint }),
    statements: group.map(toStatement).sort(byPlace),
    disagree: doDisagree(group),
    ...index.factsOf(vulnerability),
  }
}

/** A source speaks once: rows about other branches that do not cover a version say nothing against the one that does. */
function doDisagree(group: readonly Judged[]): boolean {
  const verdicts = new Map<string, Verdict>()
  for (const { hit, verdict } of group) {
    const { source } = hit.advisory
    if (verdict === 'affected' || !verdicts.has(source)) verdicts.set(source, verdict)
  }
  return new Set(verdicts.values()).size > 1
}

/** What may alert before hints, then by tier. */
function surest(affected: readonly Judged[]): Judged {
  const [first, ...others] = affected
  if (first === undefined) throw new RangeError('surest() of nothing')
  return others.reduce((best, one) => (rank(one) < rank(best) ? one : best), first)
}

function rank({ hint, tier }: Judged): number {
  return (hint === undefined ? 0 : tiers.length) + tiers.indexOf(tier)
}

function clearedBy(group: readonly Judged[], tier: Tier): string | undefined {
  const surer = group.find(
    (one) =>
      one.verdict === 'not-affected' &&
      one.hint === undefined &&
      tiers.indexOf(one.tier) < tiers.indexOf(tier),
  )
  if (surer === undefined) return undefined
  return `${surer.hit.advisory.id} (${surer.hit.advisory.source}), which names the package itself, says that it is not affected`
}

function toStatement({ hit, tier, verdict, hint }: Judged): Statement {
  const { advisory, entry } = hit
  return {
    advisory: advisory.id,
    source: advisory.source,
    modified: advisory.modified,
    tier,
    package: `${entry.ecosystem} ${entry.name}`,
    verdict,
    versions: describeVersions(entry),
    ...(hint === undefined ? {} : { hint }),
  }
}

function byPlace(a: Statement, b: Statement): number {
  return sortKey(a) < sortKey(b) ? -1 : 1
}

function sortKey({ source, advisory, package: name, versions }: Statement): string {
  return `${source}\n${advisory}\n${name}\n${versions}`
}
