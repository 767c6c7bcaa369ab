/** `pericard soup scan` of several SBOMs: a line for each as it is done, and what they come to together. */
import type { Clock } from '@pericard/base'
import { type ComponentClass, SharedResults, type SoupFinding } from '@pericard/soup/scan'
import { sbomFilesIn } from '../sbom-file.ts'
import { renderAges } from '../render/ages.ts'
import { renderSbomLine, renderTotals, type SbomLine, type Totals } from '../render/soup-many.ts'
import { terminalOf } from '../render/terminal.ts'
import { type Base, baseOf, judged, unusable, workWith, type WorkOptions } from './work.ts'

export interface ManyOptions extends WorkOptions {
  readonly json?: true
  readonly sarif?: string
  readonly vdr?: string
}

/** One SBOM with all that was found, or why it is refused. */
interface Outcome extends SbomLine {
  /** Left out where nobody reads them: what they say takes longer to put together than to find. */
  readonly findings?: readonly SoupFinding[]
  readonly notUnderstood?: Readonly<Record<string, number>>
}

/** Scans them one after the other; one that is refused keeps none of the others back. @returns the exit code */
export async function scanMany(
  given: readonly string[],
  options: ManyOptions,
  clock: Clock,
): Promise<number> {
  if (options.sarif !== undefined || options.vdr !== undefined)
    return unusable(['pericard: --sarif and --vdr are about one SBOM; give them one at a time'])
  const { files, passedOver } = sbomFilesIn(given)
  if (files.length === 0) return unusable([`${given.join(', ')}: no file there is an SBOM by its name`])
  const base = await baseOf(options, clock)
  if (!base.ok) return unusable(base.lines)
  const write = options.json === true ? jsonWriter() : textWriter()
  const manner = { shared: new SharedResults(base.index), clock, inFull: options.json === true }
  const sum = new Sum(passedOver)
  for (const file of files) {
    const outcome = await outcomeOf(file, base, manner)
    sum.add(outcome)
    write.one(outcome)
  }
  write.end(sum.totals, base)
  if (sum.totals.refused > 0) return 2
  return sum.totals.findings > 0 || base.ages?.some(({ stale }) => stale) === true ? 1 : 0
}

async function outcomeOf(sbom: string, base: Base, { shared, clock, inFull }: Manner): Promise<Outcome> {
  const work = await workWith(base, sbom, clock, shared)
  if (!work.ok) {
    const nothing = { components: 0, matches: 0, vulnerabilities: [], exploited: [], lowering: 0 }
    return { sbom, refused: work.lines, ...nothing }
  }
  const { counts, results, notUnderstood } = work.decided.scan
  const matches = results.flatMap((result) => result.matches)
  const exploited = matches.filter(({ facts }) => facts.exploitedSince !== undefined)
  const findings = inFull || base.file !== undefined ? await judged(work, clock) : []
  return {
    ...{ sbom, components: results.length, matches: matches.length, counts, notUnderstood },
    vulnerabilities: distinct(matches),
    exploited: distinct(exploited),
    lowering: findings.filter(({ lowers }) => lowers.length > 0).length,
    ...(inFull ? { findings } : {}),
  }
}

/** How SBOMs are scanned one after the other. */
interface Manner {
  readonly shared: SharedResults
  readonly clock: Clock
  /** Every finding is printed. */
  readonly inFull: boolean
}

function distinct(found: readonly { readonly vulnerability: string }[]): string[] {
  return [...new Set(found.map(({ vulnerability }) => vulnerability))]
}

/** What all SBOMs come to. A vulnerability that is in several counts once. */
class Sum {
  private readonly passedOver: number
  private readonly vulnerabilities = new Set<string>()
  private readonly exploited = new Set<string>()
  private readonly counts: Partial<Record<ComponentClass, number>> = {}
  private sboms = 0
  private refused = 0
  private findings = 0
  private components = 0
  private affectedSboms = 0

  constructor(passedOver: number) {
    this.passedOver = passedOver
  }

  add({ refused, components, counts, matches, vulnerabilities, exploited }: Outcome): void {
    this.sboms++
    if (refused !== undefined) this.refused++
    this.components += components
    this.findings += matches
    if (vulnerabilities.length > 0) this.affectedSboms++
    for (const [name, count] of Object.entries(counts ?? {}) as [ComponentClass, number][])
      this.counts[name] = (this.counts[name] ?? 0) + count
    for (const each of vulnerabilities) this.vulnerabilities.add(each)
    for (const each of exploited) this.exploited.add(each)
  }

  get totals(): Totals {
    const { sboms, refused, passedOver, components, counts, findings, affectedSboms } = this
    return {
      ...{ sboms, refused, passedOver, components, counts, findings, affectedSboms },
      vulnerabilities: this.vulnerabilities.size,
      exploited: this.exploited.size,
    }
  }
}

interface Writer {
  readonly one: (outcome: Outcome) => void
  readonly end: (totals: Totals, base: Base) => void
}

function textWriter(): Writer {
  const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
  return {
    one: (outcome) => process.stdout.write(renderSbomLine(outcome, terminal)),
    end: (totals, { ages = [] }) =>
      process.stdout.write(renderTotals(totals, terminal) + renderAges(ages, terminal)),
  }
}

/** One document, written as it comes: the findings of some thousand SBOMs are more than one text can hold. */
function jsonWriter(): Writer {
  let separator = '{"sboms":['
  return {
    one: (outcome) => {
      process.stdout.write(`${separator}\n${JSON.stringify(outcome)}`)
      separator = ','
    },
    end: (totals, { ages, register }) => {
      const rest = JSON.stringify({ totals, data: ages, register })
      process.stdout.write(`\n],${rest.slice(1)}\n`)
    },
  }
}
