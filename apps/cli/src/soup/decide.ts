import type { Clock } from '@pericard/base'
import {
  bindingOf,
  type Decision,
  type DecisionStatus,
  type Justification,
  parsePurl,
  parseVers,
  type SbomComponent,
  type SoupMatch,
} from '@pericard/soup'
import { addDecision, readDecisions } from './decisions-file.ts'
import { releaseOf, unusable, type Work, workOn, type WorkOptions } from './work.ts'

export interface DecideOptions extends WorkOptions {
  readonly decisions: string
  readonly vulnerability: string
  readonly component: string
  readonly status: DecisionStatus
  readonly justification?: Justification
  readonly because: string
  readonly action?: string
  readonly by: string
  readonly until?: string
  readonly versions?: string
}

/** Adds a decision about what a scan found, bound to what it was made on. @returns the exit code */
export function decide(path: string, options: DecideOptions, clock: Clock): number {
  const wrong = faultOf(options)
  if (wrong !== undefined) return unusable([`pericard: ${wrong}`])
  const register = readDecisions(options.decisions, true)
  if (!register.ok) return unusable(register.lines)
  const { decisions: _, ...rest } = options
  const work = workOn(path, rest, clock)
  if (!work.ok) return unusable(work.lines)
  const found = findingsOf(work, options)
  if (typeof found === 'string') return unusable([`pericard: ${found}`])
  let { head } = register
  for (const { component, match } of found) {
    const binding = bindingOf({ component, facts: work.facts(component) }, options.versions)
    if (binding === undefined)
      return unusable([`pericard: ${component.path}: has no purl and version to bind a decision to`])
    const decision = decisionOf(options, match, clock, releaseOf(work.sbom))
    addDecision(options.decisions, { ...decision, ...binding }, head)
    const added = readDecisions(options.decisions)
    if (!added.ok) return unusable(added.lines)
    head = added.head
    const facts = Object.keys(binding.facts).length
    console.log(
      `${match.vulnerability} of ${component.name} ${component.version ?? ''}: ${options.status}, for ${binding.versions}, ${binding.patches.length} patches and ${facts} facts of the device file`,
    )
  }
  console.log(`Written to ${options.decisions}; its head is ${head}`)
  return 0
}

function decisionOf(
  { status, justification, because, action, by, until }: DecideOptions,
  match: SoupMatch,
  clock: Clock,
  release: string | undefined,
): Omit<Decision, 'component' | 'versions' | 'patches' | 'facts'> {
  return {
    ...{ vulnerability: match.vulnerability, aliases: match.aliases, status, by, at: clock.now() },
    because: justification === undefined ? because : `${justification}: ${because}`,
    ...(justification === undefined ? {} : { justification }),
    ...(action === undefined ? {} : { action }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
    ...(release === undefined ? {} : { release }),
  }
}

function faultOf({ status, justification, action, until, versions }: DecideOptions): string | undefined {
  if (status === 'not_affected' && justification === undefined)
    return '--justification: a decision that a component is not affected needs one'
  if (status === 'affected' && action === undefined)
    return '--action: a decision that a component is affected says what is done about it'
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until))
    return `--until: found ${until}, wanted a day as 2027-01-31`
  if (until !== undefined && Number.isNaN(Date.parse(until))) return `--until: there is no day ${until}`
  const range = versions?.startsWith('vers:') === true ? parseVers(versions) : undefined
  return range?.ok === false ? `--versions: ${range.message}` : undefined
}

function findingsOf(
  { decided }: Work,
  { vulnerability, component: wanted }: DecideOptions,
): { component: SbomComponent; match: SoupMatch }[] | string {
  const results = decided.scan.results.filter(({ component }) => isNamed(component, wanted))
  if (results.length === 0) return `--component: the SBOM has no ${wanted}`
  const found = results.flatMap(({ component, matches, settled }) =>
    [...matches, ...settled.map(({ match }) => match)]
      .filter((match) => match.vulnerability === vulnerability || match.aliases.includes(vulnerability))
      .map((match) => ({ component, match })),
  )
  if (found.length > 0) return found
  const known = results.flatMap(({ matches }) => matches.map((match) => match.vulnerability))
  return `--vulnerability: no advisory finds ${vulnerability} in ${wanted}; found there: ${[...new Set(known)].slice(0, 20).join(', ') || 'nothing'}`
}

/** By its name, or by a purl with or without version. */
function isNamed({ name, purl }: SbomComponent, wanted: string): boolean {
  if (!wanted.startsWith('pkg:')) return name === wanted
  const [a, b] = [parsePurl(wanted), parsePurl(purl ?? '')]
  if (!a.ok || !b.ok) return false
  const [asked, there] = [a.purl, b.purl]
  return (
    asked.type === there.type &&
    asked.namespace === there.namespace &&
    asked.name === there.name &&
    (asked.version === undefined || asked.version === there.version)
  )
}
