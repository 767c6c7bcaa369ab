import { assert } from '@pericard/base'
import type { Verdict } from './affects.ts'
import type { AdvisoryIndex, CveFacts, Hit } from './advisory-index.ts'
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
  /** Vector; empty where no source gives one. */
  readonly cvss: string
  /** Versions that are named as fixed in any of the advisories. */
  readonly fixed: readonly string[]
  /** The surest way in which the component was found to be affected. */
  readonly tier: Tier
  /** Why this is only a hint, which does not alert. */
  readonly hint?: string
  readonly statements: readonly Statement[]
  /** Whether the sources give different answers for this version. */
  readonly disagree: boolean
  readonly facts: CveFacts
}

/**
 * One match for each vulnerability that some statement calls affecting, with what every source says about it. The
 * surest way of identification decides: what it clears, a less sure one cannot raise above a hint.
 */
export function matchesOf(judged: readonly Judged[], index: AdvisoryIndex): readonly SoupMatch[] {
  if (!judged.some(isAffected)) return noMatches
  const groups = new Map<string, Judged[]>()
  // By number: there are hundreds of statements about some packages, and an iterator for each would be most of the work.
  for (const one of judged) {
    const { vulnerabilities } = one.hit
    if (isAffected(one))
      for (let i = 0; i < vulnerabilities.length; i++) groups.set(vulnerabilities[i] ?? '', [])
  }
  for (const one of judged) {
    const { vulnerabilities } = one.hit
    for (let i = 0; i < vulnerabilities.length; i++) groups.get(vulnerabilities[i] ?? '')?.push(one)
  }
  const matches: SoupMatch[] = []
  for (const [vulnerability, group] of groups) matches.push(new Match(vulnerability, group, index))
  return matches.sort((a, b) => (a.vulnerability < b.vulnerability ? -1 : 1))
}

const noMatches: readonly SoupMatch[] = []

function isAffected({ verdict }: Judged): boolean {
  return verdict === 'affected'
}

/** What nobody has to know to sort and count matches is worked out when it is asked for. */
class Match implements SoupMatch {
  readonly vulnerability: string
  readonly tier: Tier
  readonly hint?: string
  private readonly group: readonly Judged[]
  private readonly index: AdvisoryIndex

  constructor(vulnerability: string, group: readonly Judged[], index: AdvisoryIndex) {
    const decisive = surest(group)
    const hint = decisive.hint ?? clearedBy(group, decisive.tier)
    this.vulnerability = vulnerability
    this.tier = decisive.tier
    if (hint !== undefined) this.hint = hint
    this.group = group
    this.index = index
  }

  get advisories(): readonly string[] {
    return [...new Set(this.hits.map(({ advisory }) => advisory.id))].sort()
  }

  get aliases(): readonly string[] {
    const names = this.hits.flatMap(({ advisory, vulnerabilities }) =>
      // What an advisory about several CVEs calls itself is no name of any one of them.
      vulnerabilities.length > 1 ? [advisory.id] : [advisory.id, ...advisory.aliases],
    )
    return [...new Set(names)].filter((name) => name !== this.vulnerability).sort()
  }

  get summary(): string {
    return this.hits.map(({ advisory }) => advisory.summary).find((text) => text !== '') ?? ''
  }

  get cvss(): string {
    return this.hits.map(({ advisory }) => advisory.cvss).find((vector) => vector !== undefined) ?? ''
  }

  get fixed(): readonly string[] {
    const events = this.hits.flatMap(({ entry }) => entry.ranges).flatMap((range) => range.events)
    return [...new Set(events.flatMap(({ kind, version }) => (kind === 'fixed' ? [version] : [])))].sort()
  }

  get statements(): readonly Statement[] {
    return this.group.map(toStatement).sort(byPlace)
  }

  get disagree(): boolean {
    return doDisagree(this.group)
  }

  get facts(): CveFacts {
    return this.index.factsOf(this.vulnerability) ?? {}
  }

  private get hits(): readonly Hit[] {
    return this.group.filter(isAffected).map(({ hit }) => hit)
  }

  toJSON(): unknown {
    const { vulnerability, advisories, aliases, summary, cvss, fixed, tier, hint, statements, disagree } =
      this
    return {
      vulnerability,
      advisories,
      aliases,
      summary,
      cvss,
      fixed,
      tier,
      hint,
      statements,
      disagree,
      ...this.facts,
    }
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

/** Of what is affected, what may alert before hints, then by tier. */
function surest(group: readonly Judged[]): Judged {
  let best: Judged | undefined
  for (const one of group) {
    if (isAffected(one) && (best === undefined || rank(one) < rank(best))) best = one
  }
  assert(best !== undefined, 'a match of statements of which none is affecting')
  return best
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
