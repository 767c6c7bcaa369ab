import { dirname, join } from 'node:path'
import type { Clock } from '@pericard/base'
import type { DeviceFile, SoupItem } from '@pericard/model'
import { itemOf, type SoupFinding } from '@pericard/soup'
import { type Command, Option } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { sayRegisterTrust } from '../render/register-trust.ts'
import { type ListRow, renderListCsv, renderListText } from '../render/soup-list.ts'
import { terminalOf } from '../render/terminal.ts'
import { decidersHelp, example } from './verb-options.ts'
import { judged, unusable, type Work, workOn, type WorkOptions } from './work.ts'

/** `pericard soup list`. */
export function registerList(soup: Command, clock: Clock): void {
  soup
    .command('list')
    .description(
      'the SOUP list of a device: title, maker, version, purpose, support, anomalies and their evaluation',
    )
    .argument('<file>', 'device file')
    .requiredOption('--advisories <path>', 'an index, or advisories: a file, or a folder of them')
    .option('--vex <file...>', 'decisions of others: OpenVEX, CycloneDX or CSAF')
    .option('--decisions <file>', 'register of decisions')
    .option('--deciders <file>', decidersHelp)
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['text', 'csv', 'json', 'html'])
        .default('text'),
    )
    .addHelpText('after', example('list device.yaml --advisories advisories.idx --format csv > soup.csv'))
    .action(async (path: string, options: ListOptions) => {
      process.exitCode = await list(path, options, clock)
    })
}

interface ListOptions extends Omit<WorkOptions, 'device'> {
  readonly format: 'text' | 'csv' | 'json' | 'html'
}

/** The SOUP list that a premarket file holds (FDA 2026, V.B.1; IEC 62304, 8.1.2 and 7.1.3). @returns the exit code */
async function list(path: string, options: ListOptions, clock: Clock): Promise<number> {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) return unusable([renderIssues(parsed.issues)])
  const { file } = parsed
  const findings: SoupFinding[] = []
  const works: Work[] = []
  for (const name of file.soup.sboms) {
    const work = await workOn(join(dirname(path), name), { ...options, device: path }, clock)
    if (!work.ok) return unusable(work.lines)
    works.push(work)
    findings.push(...(await judged(work, clock)))
  }
  sayRegisterTrust(works[0]?.register)
  const rows = file.soup.items.map((item) => rowOf(file, item, works, findings))
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(rows, undefined, 2)}\n`)
  else if (options.format === 'html')
    // The page is a package that the other formats need not wait for.
    process.stdout.write(
      (await import('../render/soup-list-page.ts')).renderListHtml(file, rows, clock.now()),
    )
  else if (options.format === 'csv') process.stdout.write(renderListCsv(rows))
  else process.stdout.write(renderListText(file, rows, terminalOf(process.stdout, process.env['NO_COLOR'])))
  return 0
}

function rowOf(
  file: DeviceFile,
  item: SoupItem,
  works: readonly Work[],
  findings: readonly SoupFinding[],
): ListRow {
  const event = `soup:${item.id}`
  const open = findings.filter((finding) => finding.event === event)
  const results = works.flatMap(({ decided }) =>
    decided.scan.results.filter(({ component }) => itemOf(file, component)?.id === item.id),
  )
  const settled = results.flatMap((result) => result.settled)
  const anomalies = [
    ...open.map(({ vulnerability, severity, because, decision }) => ({
      ...{ vulnerability, severity: severity ?? 'not rated' },
      evaluation: `open: ${decision === undefined || decision.reopened !== undefined ? because : `${decision.because} (${decision.by}); ${because}`}`,
    })),
    ...settled.map(({ match, claim }) => ({
      ...{ vulnerability: match.vulnerability, severity: 'settled' },
      evaluation: `${claim.claim === 'patched' ? 'patched' : 'not affected'}: ${claim.because ?? `stated by the SBOM (${claim.source})`}`,
    })),
  ]
  return {
    title: item.title,
    maker: item.manufacturer,
    version: item.version,
    built: [...new Set(results.flatMap(({ component }) => component.version ?? []))].join(', '),
    purl: item.purl ?? '',
    purpose: item.purpose,
    support: item.support ?? 'not stated',
    endOfSupport: item.endOfSupport ?? 'not stated',
    reviewed: item.anomaliesReviewed ?? 'not stated',
    classes: [...new Set(results.map((result) => result.class))].join(', ') || 'in no SBOM',
    anomalies,
  }
}
