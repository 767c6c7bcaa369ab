import type { SoupFinding, SoupScan } from '@pericard/soup'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

const findingsShownMax = 40
const unclearShownMax = 10

/** What `pericard soup scan` prints for a person. */
export function renderSoup(scan: SoupScan, findings: readonly SoupFinding[], terminal: Terminal): string {
  const sections = [headline(scan, terminal), findingsTable(findings, terminal), unclear(scan, terminal)]
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return printable(`${shown.join('\n\n')}\n`)
}

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
    const severity = finding.severity === undefined ? '' : `  ${finding.severity}`
    const title = `${finding.component} ${finding.version}  ${finding.vulnerability}${severity}`
    return [
      paint(terminal, finding.lowers.length > 0 ? 'red' : 'yellow', title),
      ...wrap(finding.summary, terminal.columns, '  '),
      ...(finding.because === '' ? [] : wrap(finding.because, terminal.columns, '  → ')),
    ]
  })
  const more = findings.length - findingsShownMax
  return more > 0 ? [...lines, `… and ${more} more; --json lists all`] : lines
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
export function renderSoupSarif(findings: readonly SoupFinding[], sbomPath: string): string {
  const ids = [...new Set(findings.map(({ vulnerability }) => vulnerability))]
  const results = findings.map((finding) => ({
    ruleId: finding.vulnerability,
    level: finding.lowers.length > 0 ? 'error' : 'warning',
    message: { text: `${finding.component} ${finding.version}: ${finding.summary}. ${finding.because}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: sbomPath } } }],
    partialFingerprints: { 'pericard/v1': `${finding.purl}#${finding.vulnerability}` },
  }))
  const rules = ids.map((id) => ({ id, shortDescription: { text: id } }))
  const run = { tool: { driver: { name: 'pericard soup', rules } }, results }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, undefined, 2)}\n`
}
