/** What is open in a release, judged by what it does to devices of its class. */
import {
  applyDecisions,
  byHarm,
  type ComponentResult,
  type DecidedScan,
  type Decision,
  type DepthRow,
  factsOf,
  judge,
  type SoupFinding,
  type SoupScan,
  type WatchResult,
} from '@pericard/soup'
import type { ClassFile } from './class-files.ts'

/** Findings of components of one release, worst first, with what was decided. */
export interface JudgedRelease {
  readonly findings: readonly SoupFinding[]
  readonly decided: DecidedScan
}

/** What was decided, and what it is held against. */
export interface DecidedSoFar {
  readonly decisions: readonly Decision[]
  /** The release that is judged, as decisions name it. */
  readonly release: string
  readonly now: number
}

/** How decisions name a release. */
export function releaseName({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name} ${version}`
}

/** @param of the class; without it nothing can be said of depth */
export function judgeResults(
  results: readonly WatchResult[],
  of: ClassFile | undefined,
  { decisions, release, now }: DecidedSoFar,
): JudgedRelease {
  const file = of?.file ?? { soup: { sboms: [], items: [] } }
  const decided = applyDecisions({
    ...{ scan: scanOf(results), decisions, release, now },
    ...(of === undefined ? {} : { device: of.file.device.id }),
    factsOf: (component) => (of === undefined ? {} : factsOf(of.file, component)),
  })
  const effectOf = of?.effectOf ?? ((): ReturnType<ClassFile['effectOf']> => ({ lowers: [], held: '' }))
  const findings = judge(decided.scan, file, effectOf, decided.about)
  if (of !== undefined) return { decided, findings }
  return { decided, findings: findings.map((finding) => ({ ...finding, because: unknown })) }
}

const unknown = 'the device file of this release cannot be read, so what it would do is not known'

/** One vulnerability in some components of a release, judged as one. */
export function judgeOne(
  results: readonly WatchResult[],
  vulnerability: string,
  of: ClassFile | undefined,
): SoupFinding | undefined {
  const about = results.map((result) => ({
    ...result,
    matches: result.matches.filter((match) => match.vulnerability === vulnerability),
  }))
  const { findings } = judgeResults(about, of, { decisions: [], release: '', now: 0 })
  const [worst] = findings
  if (worst === undefined) return undefined
  return { ...worst, lowers: lowestOf(findings.flatMap((finding) => finding.lowers)) }
}

/** Each goal once, with the lowest depth that it falls to. */
function lowestOf(rows: readonly DepthRow[]): readonly DepthRow[] {
  const lowest = new Map<string, DepthRow>()
  for (const row of rows) {
    const key = `${row.asset}/${row.goal}`
    const known = lowest.get(key)
    if (known === undefined || row.after < known.after) lowest.set(key, row)
  }
  return [...lowest.values()].sort((a, b) => a.after - b.after || b.before - a.before)
}

/** Worst first; what has no finding any more comes last. */
export function worstFirst(a: SoupFinding | undefined, b: SoupFinding | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return byHarm(a, b)
}

function scanOf(results: readonly WatchResult[]): SoupScan {
  const counts: Record<ComponentResult['class'], number> = {
    ...{ affected: 0, 'not-affected': 0, 'no-advisory-data': 0 },
    ...{ 'undecidable-version': 0, 'identity-unknown': 0 },
  }
  for (const result of results) counts[result.class]++
  return {
    results: results.map(({ component, class: found, because, matches, settled }, index) => ({
      component: { ...component, path: `${index}` },
      ...{ class: found, because, matches, settled, hints: [], undecided: [] },
    })),
    ...{ counts, notUnderstood: {} },
  }
}
