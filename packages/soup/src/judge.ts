import type { DeviceFile, SoupItem } from '@pericard/model'
import { scoreCvss } from './cvss.ts'
import type { DecidedMatch, DecidedScan } from './decisions/apply.ts'
import { environmentalOf, type UseOfData } from './environment.ts'
import { itemOf } from './item.ts'
import type { Ssvc } from './advisories/types.ts'
import type { Tier } from './candidates.ts'
import type { SoupMatch, Statement } from './matches.ts'
import type { ComponentResult, SoupScan } from './scan.ts'

/** A goal whose depth falls. */
export interface DepthRow {
  readonly asset: string
  readonly goal: string
  readonly before: number
  readonly after: number
}

/** Asks the attack graph what falls if an event (`soup:<id>`) has happened. */
export type DepthsGiven = (event: string) => readonly DepthRow[]

/** One vulnerability of one component, judged by what it does to the device. */
export interface SoupFinding {
  readonly component: string
  readonly version: string
  readonly purl: string
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly summary: string
  readonly event?: string
  readonly lowers: readonly DepthRow[]
  readonly because: string
  readonly severity?: string
  readonly tier: Tier
  /** What each source says about this vulnerability of this component. */
  readonly statements: readonly Statement[]
  readonly disagree: boolean
  /** Versions that are named as fixed. */
  readonly fixed: readonly string[]
  /** Day since which it is known to be exploited (CISA KEV). */
  readonly exploitedSince?: string
  readonly ssvc?: Ssvc
  /** The score with the requirements that the device file implies (CVSS environmental metrics). */
  readonly environmental?: { readonly vector: string; readonly score: number }
  /** What was decided about it, where it is open all the same. */
  readonly decision?: FindingDecision
}

/** A decision beside a finding that is open: it says "affected", or it does not hold any more. */
export interface FindingDecision {
  readonly status: string
  readonly because: string
  readonly by: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly until?: number
  readonly carried: boolean
  /** Why it does not hold any more. */
  readonly reopened?: readonly string[]
}

/**
 * Judges a scan against a device: each match becomes the event that the SOUP item is exploitable, and the attack
 * graph says which goals that brings nearer. Findings that lower most come first.
 */
export function judge(
  scan: SoupScan,
  file: Pick<DeviceFile, 'soup'> & Partial<UseOfData>,
  depthsGiven: DepthsGiven,
  about: DecidedScan['about'] = () => undefined,
): SoupFinding[] {
  const lowered = new Map<string, readonly DepthRow[]>()
  const findings = scan.results.flatMap((result) => {
    const item = itemOf(file, result.component)
    return result.matches.map((match) =>
      findingOf(
        { result, match, item, file, decided: about(result.component, match.vulnerability) },
        (event) => {
          const rows = lowered.get(event) ?? depthsGiven(event).filter(({ before, after }) => after < before)
          lowered.set(event, rows)
          return rows
        },
      ),
    )
  })
  return findings.sort(
    (a, b) =>
      fall(b) - fall(a) || exploited(b) - exploited(a) || (a.vulnerability < b.vulnerability ? -1 : 1),
  )
}

interface Judging {
  readonly result: ComponentResult
  readonly match: SoupMatch
  readonly item: SoupItem | undefined
  readonly file: Partial<UseOfData>
  readonly decided: DecidedMatch | undefined
}

function findingOf({ result, match, item, file, decided }: Judging, lowersOf: DepthsGiven): SoupFinding {
  const { component } = result
  const event = item === undefined ? undefined : `soup:${item.id}`
  const lowers = event === undefined ? [] : lowersOf(event)
  const severity = match.cvss === '' ? undefined : severityOf(match.cvss)
  return {
    component: component.name,
    version: component.version ?? '',
    purl: component.purl ?? '',
    vulnerability: match.vulnerability,
    aliases: match.aliases,
    summary: match.summary,
    ...(event === undefined ? {} : { event }),
    lowers,
    because: becauseOf(event, lowers),
    ...(severity === undefined ? {} : { severity }),
    tier: match.tier,
    statements: match.statements,
    disagree: match.disagree,
    fixed: match.fixed,
    ...match.facts,
    ...environmentalOf(match.cvss, item, file),
    ...(decided === undefined ? {} : { decision: decisionOf(decided) }),
  }
}

function decisionOf({ decision, carried, reopened }: DecidedMatch): FindingDecision {
  const { status, because, by, at, until } = decision
  return {
    ...{ status, because, by, at, carried },
    ...(until === undefined ? {} : { until }),
    ...(reopened === undefined ? {} : { reopened }),
  }
}

function becauseOf(event: string | undefined, lowers: readonly DepthRow[]): string {
  if (event === undefined) {
    return 'no item under "soup:" in the device file has this purl, so what its compromise would do is not known'
  }
  if (lowers.length === 0) return `"${event}" having happened lowers no goal`
  const [worst] = [...lowers].sort((a, b) => a.after - b.after || b.before - a.before)
  return worst === undefined
    ? ''
    : `${worst.asset} ${worst.goal}: depth ${shown(worst.before)} falls to ${shown(worst.after)}`
}

function shown(depth: number): string {
  return depth > 3 ? '>3' : String(depth)
}

/** CVSS qualitative rating (CVSS v4.0 specification, section 6) with its score. */
function severityOf(vector: string): string | undefined {
  const score = scoreCvss(vector)
  if (score === undefined) return undefined
  const word =
    score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'none'
  return `${word} ${score.toFixed(1)}`
}

function fall(finding: SoupFinding): number {
  return finding.lowers.reduce((sum, { before, after }) => sum + before - after, 0)
}

/** Of two that lower the same, the one that is known to be exploited comes first. */
function exploited(finding: SoupFinding): number {
  return finding.exploitedSince === undefined ? 0 : 1
}
