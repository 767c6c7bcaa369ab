import { verdictOf } from './affects.ts'
import type { Advisory, AdvisoryData, Affected } from './advisories/types.ts'
import { type AdvisoryIndex, type Hit, indexAdvisories } from './advisory-index.ts'
import { type Candidates, candidatesOf, type CandidatesResult } from './candidates.ts'
import { cpeFit } from './cpe-fit.ts'
import { describeVersions } from './describe-versions.ts'
import { type Judged, matchesOf, type SoupMatch } from './matches.ts'
import { type Named, namedBy } from './named.ts'
import { RankedEntries } from './ranked.ts'
import type { FixClaim, Sbom, SbomComponent } from './sbom/types.ts'
import type { SharedResults } from './shared-results.ts'

export const componentClasses = [
  'affected',
  'not-affected',
  'no-advisory-data',
  'undecidable-version',
  'identity-unknown',
] as const
/** Every component is in exactly one. */
export type ComponentClass = (typeof componentClasses)[number]

/** A match that the maker of the SBOM says is dealt with in this build. */
export interface Settled {
  readonly match: SoupMatch
  readonly claim: FixClaim
}

export interface ComponentResult {
  readonly component: SbomComponent
  readonly class: ComponentClass
  /** Why it is in its class, for people. */
  readonly because: string
  readonly matches: readonly SoupMatch[]
  /** What may be about the component, but not surely enough to alert. */
  readonly hints: readonly SoupMatch[]
  readonly settled: readonly Settled[]
  /** Advisories about this package whose range could not be compared with this version. */
  readonly undecided: readonly string[]
}

export interface SoupScan {
  readonly results: readonly ComponentResult[]
  readonly counts: Readonly<Record<ComponentClass, number>>
  /** Newest change in the advisory data, ISO 8601; absent if there is no data. */
  readonly dataAsOf?: string
  readonly dataAgeDays?: number
  /** What neither SBOM nor advisory data said in a way that is understood, by reason, with how often. */
  readonly notUnderstood: Readonly<Record<string, number>>
}

export interface ScanInput {
  readonly sbom: Sbom
  readonly advisories: readonly Advisory[] | AdvisoryData | AdvisoryIndex
  /** Milliseconds since the epoch. */
  readonly now: number
  /** What scans of other SBOMs against the same index found. */
  readonly shared?: SharedResults
}

/** Puts every component of an SBOM into exactly one class and lists what affects it. */
export function scanSbom({ sbom, advisories, now, shared }: ScanInput): SoupScan {
  const index = 'hitsOf' in advisories ? advisories : indexAdvisories(advisories)
  const results = sbom.components.map((component) =>
    shared === undefined ? classify(component, index) : shared.resultOf(component, index),
  )
  const counts: Record<ComponentClass, number> = {
    affected: 0,
    'not-affected': 0,
    'no-advisory-data': 0,
    'undecidable-version': 0,
    'identity-unknown': 0,
  }
  for (const result of results) counts[result.class]++
  const { newest } = index
  const result = { results, counts, notUnderstood: { ...index.notUnderstood, ...sbom.notUnderstood } }
  if (newest === undefined) return result
  const dataAgeDays = Math.max(0, Math.floor((now - newest) / 86_400_000))
  return { ...result, dataAsOf: new Date(newest).toISOString(), dataAgeDays }
}

const none: readonly never[] = []

/**
 * Puts one component into its class.
 *
 * @param named its names, where they were taken apart before
 */
export function classify(
  component: SbomComponent,
  index: AdvisoryIndex,
  named: Named = namedBy(component),
): ComponentResult {
  const found = candidatesOf(component, named, index)
  if (found.candidates.length === 0) return unnamed(component, found)
  const judged: Judged[] = []
  for (const candidates of found.candidates) judgeAll(candidates, judged)
  const { matches, hints, settled } = sorted(matchesOf(judged, index), component)
  const undecided = undecidedIn(judged)
  const placed = placeOf(versionedOf(found, component), found, { matches, hints, settled, undecided, judged })
  return { component, class: placed.class, because: placed.because, matches, hints, settled, undecided }
}

type Found = Pick<ComponentResult, 'matches' | 'hints' | 'settled' | 'undecided'> & {
  readonly judged: readonly Judged[]
}

/** @param about the component with its version, for people */
function placeOf(
  about: string,
  found: CandidatesResult,
  { matches, hints, settled, undecided, judged }: Found,
): Pick<ComponentResult, 'class' | 'because'> {
  if (matches.length > 0) return { class: 'affected', because: `${about} is affected` }
  if (!found.ok) return { class: 'identity-unknown', because: found.because }
  if (undecided.length > 0) {
    const because = `${about} cannot be placed in the versions that ${listed(undecided)} names`
    return { class: 'undecidable-version', because }
  }
  const [first] = settled
  if (first !== undefined) {
    const because = `${about}: ${first.claim.vulnerability} is ${first.claim.claim} in this build (${first.claim.source})`
    return { class: 'not-affected', because }
  }
  const clear = judged.find(({ verdict, hint }) => verdict === 'not-affected' && hint === undefined)
  if (clear !== undefined) return { class: 'not-affected', because: becauseClear(about, clear.hit, judged) }
  if (hints.length > 0) {
    const because = `${about} is named only by hints: ${listed(hints.map(({ vulnerability }) => vulnerability))}`
    return { class: 'undecidable-version', because }
  }
  return { class: 'no-advisory-data', because: becauseUnnamed(found.about, found.covered) }
}

/** Most components of most SBOMs: nothing speaks of them. */
function unnamed(component: SbomComponent, found: CandidatesResult): ComponentResult {
  return {
    component,
    class: found.ok ? 'no-advisory-data' : 'identity-unknown',
    because: found.ok ? becauseUnnamed(found.about, found.covered) : found.because,
    matches: none,
    hints: none,
    settled: none,
    undecided: none,
  }
}

function becauseUnnamed(about: string, covered: boolean): string {
  return covered ? `no advisory names ${about}` : `no advisory about ${about} was given`
}

function judgeAll(candidates: Candidates, judged: Judged[]): void {
  const { tier, hits, version, cpe, purl } = candidates
  const ranked = version === undefined ? undefined : rankedOf(hits)
  const verdicts = version === undefined ? undefined : ranked?.verdictsOf(version)
  let index = 0
  for (const hit of hits) {
    const { entry } = hit
    const ready = verdicts?.[index++]
    const fit = entry.cpe === undefined ? 'fits' : cpeFit(entry.cpe, cpe, purl, version)
    if (fit === 'differs') continue
    const verdict = ready ?? (version === undefined ? 'undecidable' : verdictOf(entry, version))
    const hint = hintOf(entry, fit === 'fits' ? undefined : fit.unclear, candidates)
    judged.push(hint === undefined ? { hit, tier, verdict } : { hit, tier, verdict, hint })
  }
}

/** Hits that were asked for before, put in order; a package that is looked at once is not worth it. */
const rankedHits = new WeakMap<readonly Hit[], RankedEntries | 'once'>()

function rankedOf(hits: readonly Hit[]): RankedEntries | undefined {
  const known = rankedHits.get(hits)
  if (known === undefined) rankedHits.set(hits, 'once')
  if (known !== 'once') return known
  const ranked = new RankedEntries(hits.map(({ entry }) => entry))
  rankedHits.set(hits, ranked)
  return ranked
}

function hintOf(
  { weak }: Affected,
  unclear: string | undefined,
  { alerts, because }: Candidates,
): string | undefined {
  if (!alerts) return because
  return weak === undefined ? unclear : `the advisory ${weakness[weak]}`
}

const weakness = {
  'names no versions': 'names no versions',
  'only on a named platform': 'holds only on a platform that it names',
} as const

function sorted(
  found: readonly SoupMatch[],
  { fixes = [] }: SbomComponent,
): Pick<ComponentResult, 'matches' | 'hints' | 'settled'> {
  if (found.length === 0) return { matches: none, hints: none, settled: none }
  const settled: Settled[] = []
  const open = found.filter((match) => {
    const claim = fixes.find(
      ({ vulnerability }) => vulnerability === match.vulnerability || match.aliases.includes(vulnerability),
    )
    if (claim !== undefined) settled.push({ match, claim })
    return claim === undefined
  })
  return {
    matches: open.filter(({ hint }) => hint === undefined),
    hints: open.filter(({ hint }) => hint !== undefined),
    settled,
  }
}

/** A hint that cannot be compared is no reason for doubt: it would not have alerted either. */
function undecidedIn(judged: readonly Judged[]): readonly string[] {
  if (!judged.some(({ verdict, hint }) => verdict === 'undecidable' && hint === undefined)) return none
  const ids = new Set<string>()
  for (const { verdict, hint, hit } of judged) {
    if (verdict === 'undecidable' && hint === undefined) ids.add(hit.advisory.id)
  }
  for (const { verdict, hit } of judged) if (verdict === 'affected') ids.delete(hit.advisory.id)
  return [...ids].sort()
}

function versionedOf(found: CandidatesResult, component: SbomComponent): string {
  const version = found.candidates[0]?.version ?? component.version
  return `${found.ok ? found.about : component.name} ${version ?? 'without a version'}`
}

function becauseClear(about: string, { advisory, entry }: Hit, judged: readonly Judged[]): string {
  const more = judged.length > 1 ? `, and outside those of ${judged.length - 1} more` : ''
  return `${about} is outside the versions of ${advisory.id} (${describeVersions(entry)})${more}`
}

const listedMax = 3

function listed(names: readonly string[]): string {
  const rest = names.length - listedMax
  return names.slice(0, listedMax).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
