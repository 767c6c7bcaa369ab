import { writeFileSync } from 'node:fs'
import {
  analyse,
  type AnalyseOptions,
  type Analysis,
  assumeIssues,
  explain,
  type Level,
  nearest,
} from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { evidenceOf, type EvidenceOptions, levelsOf } from '../evidence-of.ts'
import { type Levels, renderCheck } from '../render/check.ts'
import { renderExplanation } from '../render/explain.ts'
import { renderSarif } from '../render/sarif.ts'
import { renderSoup } from '../render/soup.ts'
import { breaksPolicy, type DeviceScan, scanDevice } from '../soup-scan.ts'
import { warnOfAge } from '../soup/scan.ts'
import { terminalOf } from '../render/terminal.ts'

interface CheckOptions extends EvidenceOptions {
  readonly all?: true
  readonly explain?: string
  readonly json?: true
  readonly sarif?: string
  readonly assume: readonly string[]
  readonly level: Level
  readonly advisories?: string
}

const assumptionsMax = 100

/** `pericard check`: exit 0 where the policy is met, 1 where it is not, 2 where the input can not be used. */
export function registerCheck(program: Command, clock: Clock = systemClock): void {
  program
    .command('check')
    .description('analyse a device file: what can be done to the device, and how much has to fail first')
    .argument('<file>', 'device file')
    .option('--all', 'print every goal, attack and finding instead of one screen')
    .option(
      '--explain <asset>',
      'explain one asset: its attacks, what would raise each depth, why rules are silent',
    )
    .option('--json', 'print the whole analysis as JSON')
    .option('--sarif <out>', 'also write the findings as SARIF 2.1.0')
    .option('--assume <event>', 'take an event as happened, such as soup:openssl (repeatable)', collect, [])
    .addOption(
      new Option('--level <level>', 'which controls are believed')
        .choices(['declared', 'enforced', 'proven'])
        .default('declared'),
    )
    .option('--evidence <file>', 'what "pericard prove" wrote; without it nothing is proven')
    .option('--evidence-key <pem>', 'public key that the evidence is signed with')
    .option('--advisories <path>', 'OSV records: also match the SBOMs of the file, judged by depth')
    .addHelpText(
      'after',
      `
Exit code: 0 policy met, 1 not met, 2 unusable input.

Examples:
  $ pericard check device.yaml
  $ pericard check device.yaml --explain dosing-history
  $ pericard check device.yaml --assume soup:openssl --level enforced`,
    )
    .action(async (path: string, options: CheckOptions) => {
      process.exitCode = await check(path, options, clock)
    })
}

async function check(path: string, options: CheckOptions, clock: Clock): Promise<number> {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const { file } = parsed
  const evidence = evidenceOf(path, file, options, clock.now())
  if (typeof evidence === 'string') {
    console.error(`pericard: ${evidence}`)
    return 2
  }
  const common: AnalyseOptions = { now: clock.now(), assume: options.assume, ...evidence }
  const asked = analyse(file, { ...common, level: options.level })
  const unknown = assumeIssues(asked.graph, options.assume)
  if (unknown.length > 0) {
    console.error(unknown.map(({ message }) => `pericard: ${message}`).join('\n'))
    return 2
  }
  if (options.explain !== undefined) {
    const explained = explainAsset(file, asked, common, options.explain, options)
    return explained === 0 && !asked.met ? 1 : explained
  }
  const soup =
    options.advisories === undefined
      ? undefined
      : await scanDevice(path, file, options.advisories, asked, clock.now())
  if (soup?.ok === false) {
    console.error(soup.lines.join('\n'))
    return 2
  }
  report(path, file, asked, levelsOf(file, asked, common), soup?.scans ?? [], options)
  // A depth that somebody answers for is no more broken by what lowers it further than by what lowered it first.
  const wanted = new Map(
    asked.goals
      .filter(({ acceptedBy }) => acceptedBy === undefined)
      .map(({ asset, goal, wanted: least }) => [`${asset}/${goal}`, least]),
  )
  const broken =
    soup?.scans.some(({ findings }) => findings.some((finding) => breaksPolicy(finding, wanted))) ?? false
  return asked.met && !broken ? 0 : 1
}

function explainAsset(
  file: DeviceFile,
  asked: Analysis,
  common: AnalyseOptions,
  asset: string,
  { json }: CheckOptions,
): 0 | 2 {
  const found = explain(file, levelsOf(file, asked, common), asked, asset, common.now)
  if (found === undefined) {
    const assets = [...new Set(asked.goals.map((goal) => goal.asset))]
    const near = nearest(asset, assets)
    const advice =
      near === undefined ? `there are: ${assets.slice(0, 20).join(', ')}` : `did you mean "${near}"?`
    console.error(`pericard: the device file has no asset "${asset}"; ${advice}`)
    return 2
  }
  const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
  const text = json === true ? `${JSON.stringify(found, undefined, 2)}\n` : renderExplanation(found, terminal)
  process.stdout.write(text)
  return 0
}

function report(
  path: string,
  file: DeviceFile,
  asked: Analysis,
  levels: Levels,
  scans: readonly DeviceScan[],
  options: CheckOptions,
): void {
  if (options.sarif !== undefined) writeFileSync(options.sarif, renderSarif(asked, file))
  if (options.json === true) {
    const soup = scans.map(({ sbom, scan: { counts, dataAsOf, dataAgeDays }, findings }) => ({
      sbom,
      counts,
      dataAsOf,
      dataAgeDays,
      findings,
    }))
    const whole = options.advisories === undefined ? asked : { ...asked, soup }
    process.stdout.write(`${JSON.stringify(whole, undefined, 2)}\n`)
    return
  }
  const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
  process.stdout.write(renderCheck(file, asked, levels, terminal, { path, all: options.all === true }))
  for (const { sbom, scan, findings } of scans) {
    process.stdout.write(`\nThird-party software of ${sbom}\n${renderSoup(scan, findings, terminal)}`)
    warnOfAge(scan, file)
  }
}

function collect(event: string, earlier: readonly string[]): readonly string[] {
  if (earlier.length >= assumptionsMax)
    throw new InvalidArgumentError(`At most ${assumptionsMax} events can be assumed.`)
  return [...earlier, event]
}
