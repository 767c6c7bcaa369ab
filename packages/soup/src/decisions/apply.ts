/** Decisions held against a scan: what holds settles a match or stands beside it, what does not reopens it and says why. */
import type { Json } from '@pericard/base'
import { isCve } from '../advisories/reading.ts'
import type { SoupMatch } from '../matches.ts'
import type { SbomComponent } from '../sbom/types.ts'
import type { ComponentResult, SoupScan } from '../scan.ts'
import { componentKey, inRange, standingOf } from './standing.ts'
import type { Decision } from './types.ts'

/** A decision beside a match. */
export interface DecidedMatch {
  readonly decision: Decision
  /** Why it does not hold any more; undefined where it does. */
  readonly reopened?: readonly string[]
  /** It was made for another release, and holds for this one. */
  readonly carried: boolean
}

export interface DecidedScan {
  readonly scan: SoupScan
  /** The decision about a match that is open, by component path and vulnerability. */
  readonly about: (component: SbomComponent, vulnerability: string) => DecidedMatch | undefined
  readonly counts: { readonly settled: number; readonly carried: number; readonly reopened: number }
}

export interface DecisionsInput {
  readonly scan: SoupScan
  readonly decisions: readonly Decision[]
  /** What the device file says of the use of a component. */
  readonly factsOf: (component: SbomComponent) => Readonly<Record<string, Json>>
  readonly now: number
  /** Id of the device whose file the facts are of. */
  readonly device?: string
  /** The release that is scanned, as its SBOM names itself. */
  readonly release?: string
}

/** Of several decisions about one vulnerability of one version of a component the newest counts, whether it holds or not. */
export function applyDecisions({
  scan,
  decisions: all,
  factsOf,
  now,
  device,
  release,
}: DecisionsInput): DecidedScan {
  const decisions = all.filter((decision) => isOf(device, decision))
  const nothing = { settled: 0, carried: 0, reopened: 0 }
  if (decisions.length === 0) return { scan, about: () => undefined, counts: nothing }
  const byComponent = Map.groupBy(decisions, ({ component }) => component)
  const notes = new Map<string, DecidedMatch>()
  const counts = { ...nothing }
  const results = scan.results.map((result): ComponentResult => {
    const known = byComponent.get(componentKey(result.component) ?? '')
    if (known === undefined || result.matches.length === 0) return result
    const facts = factsOf(result.component)
    const settled = [...result.settled]
    const open = result.matches.filter((match) => {
      const decision = newestAbout(known, result.component, match)
      if (decision === undefined) return true
      const standing = standingOf(decision, { component: result.component, facts, now })
      const carried = standing.holds && decision.release !== release
      if (carried) counts.carried++
      if (!standing.holds) counts.reopened++
      const claim = standing.holds ? claimOf(decision) : undefined
      if (claim === undefined) {
        const reopened = standing.holds ? {} : { reopened: standing.why }
        notes.set(noteOf(result.component, match.vulnerability), { decision, carried, ...reopened })
        return true
      }
      counts.settled++
      settled.push({ match, claim: { ...claim, vulnerability: match.vulnerability } })
      return false
    })
    return open.length === result.matches.length ? result : settledResult(result, open, settled)
  })
  const about: DecidedScan['about'] = (component, vulnerability) =>
    notes.get(noteOf(component, vulnerability))
  return { scan: { ...scan, results, counts: countsOf(scan, results) }, about, counts }
}

/** A fleet keeps decisions about several devices; what was decided of one says nothing of another. */
function isOf(device: string | undefined, decision: Decision): boolean {
  return device === undefined || decision.device === undefined || decision.device === device
}

/** Who decided, why, until when: what stands behind a settled finding. */
function claimOf({
  status,
  because,
  by,
  until,
  facts: bound,
  withoutFacts,
}: Decision): Omit<ComponentResult['settled'][number]['claim'], 'vulnerability'> | undefined {
  if (status !== 'not_affected' && status !== 'fixed') return undefined
  const facts =
    Object.keys(bound).length === 0 ? `; relies on no fact of the device${reason(withoutFacts)}` : ''
  const end = until === undefined ? '' : ` until ${new Date(until).toISOString().slice(0, 10)}`
  return {
    claim: status === 'fixed' ? 'patched' : 'not-affected',
    source: 'vex',
    because: `${because} (${by}${end}${facts})`,
  }
}

function reason(withoutFacts: string | undefined): string {
  return withoutFacts === undefined ? '' : `: ${withoutFacts}`
}

/** An SBOM may hold two versions of one package: a decision about the one does not take back an older one about the other. */
function newestAbout(
  decisions: readonly Decision[],
  component: SbomComponent,
  match: SoupMatch,
): Decision | undefined {
  let newest: Decision | undefined
  let covers = false
  for (const decision of decisions) {
    if (!isAbout(decision, match)) continue
    const also = inRange(decision, component)
    // The register is in order of time; of two at the same time the later line counts.
    const later = newest === undefined || decision.at >= newest.at
    if (also === covers ? !later : covers) continue
    newest = decision
    covers = also
  }
  return newest
}

/**
 * A decision follows the group: one about a GHSA counts once it has a CVE. Two different CVEs never share one, though an advisory may
 * name both.
 */
function isAbout(decision: Decision, match: SoupMatch): boolean {
  if (decision.vulnerability === match.vulnerability) return true
  if (isCve(decision.vulnerability) && isCve(match.vulnerability)) return false
  const names = new Set([match.vulnerability, ...match.aliases])
  return [decision.vulnerability, ...decision.aliases].some((name) => names.has(name))
}

function settledResult(
  result: ComponentResult,
  matches: readonly SoupMatch[],
  settled: ComponentResult['settled'],
): ComponentResult {
  if (matches.length > 0) return { ...result, matches, settled }
  const because = `${result.component.name} ${result.component.version ?? ''} is affected by nothing that is open: ${settled.length} settled`
  return { ...result, matches, settled, class: 'not-affected', because }
}

function countsOf(scan: SoupScan, results: readonly ComponentResult[]): SoupScan['counts'] {
  const counts = { ...scan.counts }
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] = 0
  for (const result of results) counts[result.class]++
  return counts
}

function noteOf({ path }: SbomComponent, vulnerability: string): string {
  return `${path}\n${vulnerability}`
}
