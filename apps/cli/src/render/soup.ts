import type { DecidedScan, SoupFinding, SoupScan, SourceAge } from '@pericard/soup'
import { ageText, staleRule } from './ages.ts'
import { artifactOf } from './artifact-location.ts'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

const findingsShownMax = 40
const unclearShownMax = 10
const statementsShownMax = 4
const reasonsShownMax = 6

/** What `pericard soup scan` prints for a person. */
export function renderSoup(
  scan: SoupScan,
  findings: readonly SoupFinding[],
  terminal: Terminal,
  decisions: DecidedScan['counts'] = { settled: 0, carried: 0, reopened: 0 },
): string {
  const sections = [
    headline(scan, terminal),
    findingsTable(findings, terminal),
    unclear(scan, terminal),
    decided(decisions),
    notUnderstood(scan, terminal),
  ]
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return printable(`${shown.join('\n\n')}\n`)
}

function disagreement({ statements }: SoupFinding): string {
  const said = statements.map(({ source, verdict, versions }) => `${source}: ${words[verdict]} (${versions})`)
  return `The sources disagree. ${[...new Set(said)].slice(0, statementsShownMax).join('; ')}`
}

function decided({ settled, carried, reopened }: DecidedScan['counts']): string[] {
  if (settled + carried + reopened === 0) return []
  return [
    `Decisions: ${settled} findings settled, ${carried} carried over from another release, ${reopened} open again`,
  ]
}

function decisionLines({ decision }: SoupFinding, { columns }: Terminal): string[] {
  if (decision === undefined) return []
  const { status, by, because, reopened, until } = decision
  const end = until === undefined ? '' : ` until ${new Date(until).toISOString().slice(0, 10)}`
  const lines = wrap(`Decided: ${status} by ${by}${end}: ${because}`, columns, '  ')
  return reopened === undefined
    ? lines
    : [...lines, ...wrap(`Open again: ${reopened.join('; ')}`, columns, '  ')]
}

const words = {
  affected: 'affected',
  'not-affected': 'not affected',
  undecidable: 'cannot be compared',
} as const

function headline({ counts, results, dataAsOf, dataAgeDays }: SoupScan, terminal: Terminal): string[] {
  const verdict =
    counts.affected > 0
      ? paint(terminal, 'red', `${counts.affected} of ${results.length} components affected`)
      : paint(terminal, 'green', `none of ${results.length} components found affected`)
  const rest = [
    `not affected ${counts['not-affected']}`,
    `no advisory data ${counts['no-advisory-data']}`,
    `undecidable version ${counts['undecidable-version']}`,
    `identity unknown ${counts['identity-unknown']}`,
  ]
  const age =
    dataAsOf === undefined
      ? 'There is no advisory data.'
      : `Advisory data as of ${dataAsOf.slice(0, 10)}, ${dataAgeDays ?? 0} days old.`
  return [paint(terminal, 'bold', verdict), ...wrap(rest.join(', '), terminal.columns, '  '), `  ${age}`]
}

function findingsTable(findings: readonly SoupFinding[], terminal: Terminal): string[] {
  const lines = findings.slice(0, findingsShownMax).flatMap((finding) => {
    const here = finding.environmental === undefined ? '' : `, here ${finding.environmental.score.toFixed(1)}`
    const severity = finding.severity === undefined ? '' : `  ${finding.severity}${here}`
    const built = finding.safetyClass === undefined ? '' : `  class ${finding.safetyClass}`
    const title = `${finding.component} ${finding.version}  ${finding.vulnerability}${severity}${built}`
    const exploited =
      finding.exploitedSince === undefined ? [] : [`  known to be exploited since ${finding.exploitedSince}`]
    const disagree = finding.disagree ? wrap(disagreement(finding), terminal.columns, '  ') : []
    return [
      paint(terminal, finding.lowers.length > 0 ? 'red' : 'yellow', title),
      ...exploited,
      ...wrap(finding.summary, terminal.columns, '  '),
      ...disagree,
      ...decisionLines(finding, terminal),
      ...(finding.because === '' ? [] : wrap(finding.because, terminal.columns, '  → ')),
    ]
  })
  const more = findings.length - findingsShownMax
  return more > 0 ? [...lines, `… and ${more} more; --json lists all`] : lines
}

/** What a scan could not use. A clean result says nothing about it. */
function notUnderstood({ results, notUnderstood: reasons }: SoupScan, terminal: Terminal): string[] {
  const hints = results.reduce((sum, result) => sum + result.hints.length, 0)
  const settled = results.reduce((sum, result) => sum + result.settled.length, 0)
  const counted = Object.entries(reasons).sort(([, a], [, b]) => b - a)
  const lines = counted.slice(0, reasonsShownMax).map(([reason, times]) => `  ${times} × ${reason}`)
  const more = counted.length - reasonsShownMax
  return [
    ...(hints === 0
      ? []
      : wrap(`Hints that do not alert: ${hints}; --json lists them`, terminal.columns, '')),
    ...(settled === 0 ? [] : [`Dealt with in this build or by a decision: ${settled}`]),
    ...(lines.length === 0 ? [] : ['Not understood:', ...lines]),
    ...(more > 0 ? [`  … and ${more} other reasons; --json lists all`] : []),
  ]
}

function unclear(scan: SoupScan, terminal: Terminal): string[] {
  const open = scan.results.filter(
    (result) => result.class === 'undecidable-version' || result.class === 'identity-unknown',
  )
  if (open.length === 0) return []
  const lines = open
    .slice(0, unclearShownMax)
    .flatMap(({ component, because }) => wrap(`${component.name}: ${because}`, terminal.columns, '  '))
  const more = open.length - unclearShownMax
  return ['Not decided:', ...lines, ...(more > 0 ? [`  … and ${more} more; --json lists all`] : [])]
}

/** SOUP findings as SARIF 2.1.0 (OASIS), located in the SBOM. */
export function renderSoupSarif(
  findings: readonly SoupFinding[],
  sbomPath: string,
  ages: readonly SourceAge[] = [],
): string {
  const stale = ages.filter((age) => age.stale)
  const ids = [
    ...new Set(findings.map(({ vulnerability }) => vulnerability)),
    ...(stale.length === 0 ? [] : [staleRule]),
  ]
  const results = findings.map((finding) => ({
    ruleId: finding.vulnerability,
    level: finding.lowers.length > 0 ? 'error' : 'warning',
    message: { text: `${finding.component} ${finding.version}: ${finding.summary}. ${finding.because}` },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(sbomPath) } }],
    partialFingerprints: { 'pericard/v1': `${finding.purl}#${finding.vulnerability}` },
  }))
  const old = stale.map((age) => ({
    ruleId: staleRule,
    level: 'warning',
    message: { text: ageText(age) },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(sbomPath) } }],
    partialFingerprints: { 'pericard/v1': `${age.source}#${staleRule}` },
  }))
  const rules = ids.map((id) => ({ id, shortDescription: { text: id } }))
  const run = { tool: { driver: { name: 'pericard soup', rules } }, results: [...results, ...old] }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, undefined, 2)}\n`
}
