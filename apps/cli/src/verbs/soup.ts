import { writeFileSync } from 'node:fs'
import { analyse } from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { judge, scanSbom, type SoupFinding, type SoupScan } from '@pericard/soup'
import type { Command } from 'commander'
import { readAdvisories } from '../advisories.ts'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { judgeFor, readSbomFile } from '../soup-scan.ts'
import { renderSoup, renderSoupSarif } from '../render/soup.ts'
import { terminalOf } from '../render/terminal.ts'

interface ScanOptions {
  readonly advisories: string
  readonly device?: string
  readonly json?: true
  readonly sarif?: string
}

/** `pericard soup scan`: exit 0 where nothing is found, 1 for findings, 2 where the input can not be used. */
export function registerSoup(program: Command, clock: Clock = systemClock): void {
  const soup = program.command('soup').description('software of unknown provenance')
  soup
    .command('scan')
    .description('match an SBOM against advisories, and judge each match by what it does to the device')
    .argument('<sbom>', 'CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2 (JSON, tag-value) or SPDX 3.0 (JSON-LD)')
    .requiredOption(
      '--advisories <path>',
      'advisories (OSV, CVE, NVD, CSAF, KEV and more): a file, or a folder of them',
    )
    .option('--device <file>', 'device file, to say what each match does to defence depth')
    .option('--json', 'print everything as JSON')
    .option('--sarif <out>', 'also write the findings as SARIF 2.1.0')
    .addHelpText(
      'after',
      `
Exit code: 0 nothing found, 1 findings, 2 unusable input.

Example:
  $ pericard soup scan sbom.cdx.json --advisories advisories/ --device device.yaml`,
    )
    .action((path: string, options: ScanOptions) => {
      process.exitCode = scan(path, options, clock)
    })
}

function scan(path: string, options: ScanOptions, clock: Clock): number {
  const read = readSbomFile(path)
  if (!read.ok) return unusable(read.lines)
  const advisories = readAdvisories(options.advisories)
  if (advisories.issues.length > 0) {
    return unusable(advisories.issues.map((issue) => `${issue.path}: ${issue.message}`))
  }
  const parsed = options.device === undefined ? undefined : readDeviceFile(options.device)
  if (parsed?.ok === false) return unusable([renderIssues(parsed.issues)])
  const outcome = scanSbom({ sbom: read.sbom, advisories, now: clock.now() })
  const findings =
    parsed === undefined
      ? withoutDevice(outcome)
      : judgeFor(parsed.file, outcome, analyse(parsed.file, { now: clock.now() }))
  warnOfAge(outcome, parsed?.file)
  if (options.sarif !== undefined) writeFileSync(options.sarif, renderSoupSarif(findings, path))
  if (options.json === true) {
    const { results, ...summary } = outcome
    const components = results.map(({ component, ...result }) => ({ ...component, ...result }))
    const report = { ...summary, findings, components }
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  } else
    process.stdout.write(renderSoup(outcome, findings, terminalOf(process.stdout, process.env['NO_COLOR'])))
  return findings.length > 0 ? 1 : 0
}

/** The matches alone; without a device file nothing can be said about depth. */
function withoutDevice(result: SoupScan): SoupFinding[] {
  const nothing = { soup: { sboms: [], items: [] } }
  return judge(result, nothing, () => []).map((finding) => ({
    ...finding,
    because: 'give --device to learn what it does to the device',
  }))
}

/** Old data finds nothing new, and looks exactly like a clean result. */
export function warnOfAge({ dataAgeDays }: SoupScan, file: DeviceFile | undefined): void {
  const most = file?.policy.advisoryDays ?? 30
  if (dataAgeDays === undefined || dataAgeDays <= most) return
  console.error(
    `pericard: the advisory data is ${dataAgeDays} days old, the policy allows ${most}; newer weaknesses are missing`,
  )
}

function unusable(lines: readonly string[]): number {
  console.error(lines.join('\n'))
  return 2
}
