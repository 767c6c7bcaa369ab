import type { DeviceFile, SafetyClass, SoupItem } from '@pericard/model'
import { scoreCvss } from './cvss.ts'
import type { DecidedMatch, DecidedScan } from './decisions/apply.ts'
import { environmentalOf, type UseOfData } from './environment.ts'
import { itemOf } from './item.ts'
import { inOrder } from './order.ts'
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

/** What the attack graph says of an event (`soup:<id>`): the goals that fall, worst first, and why none does where none does. */
export interface EventEffect {
  readonly lowers: readonly DepthRow[]
  readonly held: string
}

/** Asks the attack graph what it does if an event has happened. */
export type EffectOf = (event: string) => EventEffect

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
  /** Highest safety class of the components that it is built into, as the device file declares it (IEC 62304, 4.3). */
  readonly safetyClass?: SafetyClass
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
 * graph says which goals that brings nearer. What does most to the device comes first (`order.ts`).
 */
export function judge(
  scan: SoupScan,
  file: Pick<DeviceFile, 'soup'> & Partial<UseOfData>,
  effectOf: EffectOf,
  about: DecidedScan['about'] = () => undefined,
): SoupFinding[] {
  const effects = new Map<string, EventEffect>()
  const known: EffectOf = (event) => {
    const effect = effects.get(event) ?? effectOf(event)
    effects.set(event, effect)
    return effect
  }
  const findings = scan.results.flatMap((result) => {
    if (result.matches.length === 0) return []
    const item = itemOf(file, result.component)
    return result.matches.map((match) =>
      findingOf({ result, match, item, file, decided: about(result.component, match.vulnerability) }, known),
    )
  })
  return inOrder(findings)
}

interface Judging {
  readonly result: ComponentResult
  readonly match: SoupMatch
  readonly item: SoupItem | undefined
  readonly file: Partial<UseOfData>
  readonly decided: DecidedMatch | undefined
}

function findingOf({ result, match, item, file, decided }: Judging, effectOf: EffectOf): SoupFinding {
  const { component } = result
  const event = item === undefined ? undefined : `soup:${item.id}`
  const { lowers, held } = event === undefined ? nothing : effectOf(event)
  const safetyClass = classOf(item, file)
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
    because: becauseOf({ item, file }, lowers, held),
    ...(safetyClass === undefined ? {} : { safetyClass }),
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

const nothing: EventEffect = { lowers: [], held: '' }

function becauseOf(
  { item, file }: Pick<Judging, 'item' | 'file'>,
  lowers: readonly DepthRow[],
  held: string,
): string {
  if (item === undefined) {
    return 'no item under "soup:" in the device file has this purl, so what its compromise would do is not known'
  }
  const [worst] = lowers
  if (worst !== undefined)
    return `${worst.asset} ${worst.goal}: depth ${shown(worst.before)} falls to ${shown(worst.after)}`
  const used = [...(file.components ?? []), ...(file.interfaces ?? [])].some((each) =>
    ('soup' in each ? each.soup : each.parsedBy).includes(item.id),
  )
  const why = used ? held : 'no component in the device file is built from it'
  return `lowers no goal: ${why === '' ? `"soup:${item.id}" having happened changes no depth` : why}`
}

/** The highest class of the components that an item is built into (IEC 62304, 4.3). */
function classOf(
  item: SoupItem | undefined,
  { components = [] }: Partial<UseOfData>,
): SafetyClass | undefined {
  if (item === undefined) return undefined
  return components
    .flatMap((component) => (component.soup.includes(item.id) ? (component.class ?? []) : []))
    .sort()
    .at(-1)
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
