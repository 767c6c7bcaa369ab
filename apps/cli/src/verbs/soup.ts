import { renameSync, writeFileSync } from 'node:fs'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { compileIndex, judge, scanSbom, type SoupFinding, type SoupScan, writeVdr } from '@pericard/soup'
import type { Command } from 'commander'
import { readAdvisories } from '../advisories.ts'
import { openAdvisories } from '../advisory-index.ts'
import { renderSoup, renderSoupSarif } from '../render/soup.ts'
import { terminalOf } from '../render/terminal.ts'
import { readSbomFile } from '../sbom-file.ts'
import { withDecisions } from '../vex-files.ts'

interface IndexOptions {
  readonly advisories: string
  readonly out: string
}

interface ScanOptions {
  readonly advisories: string
  readonly device?: string
  readonly vex?: readonly string[]
  readonly json?: true
  readonly sarif?: string
  readonly vdr?: string
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
      'an index, or advisories (OSV, CVE, NVD, CSAF, KEV and more): a file, or a folder of them',
    )
    .option('--device <file>', 'device file, to say what each match does to defence depth')
    .option('--vex <file...>', 'decisions (OpenVEX); those that hold for a component settle its findings')
    .option('--json', 'print everything as JSON')
    .option('--sarif <out>', 'also write the findings as SARIF 2.1.0')
    .option('--vdr <out>', 'also write a vulnerability disclosure report (CycloneDX 1.6)')
    .addHelpText(
      'after',
      `
Exit code: 0 nothing found, 1 findings, 2 unusable input.

Example:
  $ pericard soup scan sbom.cdx.json --advisories advisories/ --device device.yaml`,
    )
    .action(async (path: string, options: ScanOptions) => {
      process.exitCode = await scan(path, options, clock)
    })
  soup
    .command('index')
    .description('compile advisories into one file, which a scan opens at once')
    .requiredOption('--advisories <path>', 'advisories: a file, or a folder of them')
    .requiredOption('--out <file>', 'where to write the index')
    .addHelpText(
      'after',
      `
Exit code: 0 written, 2 unusable input.

Example:
  $ pericard soup index --advisories advisories/ --out advisories.idx
  $ pericard soup scan sbom.cdx.json --advisories advisories.idx`,
    )
    .action((options: IndexOptions) => {
      process.exitCode = index(options)
    })
}

function index({ advisories: path, out }: IndexOptions): number {
  console.error(`pericard: reading the advisories of ${path} …`)
  const data = readAdvisories(path)
  if (data.issues.length > 0) return unusable(data.issues.map((issue) => `${issue.path}: ${issue.message}`))
  const bytes = compileIndex(data)
  // A scan may read the old one meanwhile, and half an index would say "no advisory".
  writeFileSync(`${out}.part`, bytes)
  renameSync(`${out}.part`, out)
  const notUsed = Object.values(data.notUnderstood).reduce((sum, times) => sum + times, 0)
  console.log(
    `${out}: ${data.advisories.length} advisories, ${bytes.length} bytes; ${notUsed} statements not understood`,
  )
  return 0
}

async function scan(path: string, options: ScanOptions, clock: Clock): Promise<number> {
  const read = readSbomFile(path)
  if (!read.ok) return unusable(read.lines)
  const opened = openAdvisories(options.advisories)
  if (!opened.ok) return unusable(opened.lines)
  const decided = withDecisions(read.sbom, options.vex ?? [])
  if (!decided.ok) return unusable(decided.lines)
  const outcome = scanSbom({ sbom: decided.sbom, advisories: opened.index, now: clock.now() })
  const judged =
    options.device === undefined
      ? undefined
      : // The attack graph is a package that a scan alone need not wait for.
        (await import('../soup-scan.ts')).judgeAgainst(options.device, outcome, clock.now())
  if (judged?.ok === false) return unusable(judged.lines)
  const findings = judged?.findings ?? withoutDevice(outcome)
  warnOfAge(outcome, judged?.file)
  if (options.sarif !== undefined) writeFileSync(options.sarif, renderSoupSarif(findings, path))
  if (options.vdr !== undefined) {
    const { subject } = read.sbom
    const report = writeVdr(outcome, { now: clock.now(), ...(subject === undefined ? {} : { subject }) })
    writeFileSync(options.vdr, `${JSON.stringify(report, undefined, 2)}\n`)
  }
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
