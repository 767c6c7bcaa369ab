import { statSync, writeFileSync } from 'node:fs'
import type { Clock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type SoupScan, staleDaysDefault } from '@pericard/soup/scan'
import type { Command } from 'commander'
import { renderAges } from '../render/ages.ts'
import { renderRegisterTrust } from '../render/register-trust.ts'
import { renderSoup, renderSoupSarif } from '../render/soup.ts'
import { terminalOf } from '../render/terminal.ts'
import { decidersHelp, sboms, withSources } from './verb-options.ts'
import { judged, unusable, workOn, type WorkOptions } from './work.ts'

/** `pericard soup scan`. */
export function registerScan(soup: Command, clock: Clock): void {
  withSources(
    soup
      .command('scan')
      .description('match an SBOM against advisories, and judge each match by what it does to the device')
      .argument('<sbom...>', `${sboms}; several, or a folder of them, give a line for each`),
  )
    .option('--decisions <file>', 'register of decisions; those that hold settle findings')
    .option('--deciders <file>', decidersHelp)
    .option('--json', 'print everything as JSON')
    .option('--sarif <out>', 'also write the findings as SARIF 2.1.0')
    .option('--vdr <out>', 'also write a vulnerability disclosure report (CycloneDX 1.6)')
    .addHelpText(
      'after',
      `
Exit code: 0 nothing found, 1 findings, 2 unusable input. Of several SBOMs one that is refused makes it 2; the others are scanned.

Examples:
  $ pericard soup scan sbom.cdx.json --advisories advisories/ --device device.yaml
  $ pericard soup scan sboms/ --advisories advisories.idx`,
    )
    .action(async ([path = '', ...others]: readonly string[], options: ScanOptions) => {
      process.exitCode =
        others.length === 0 && !statSync(path).isDirectory()
          ? await scan(path, options, clock)
          : await (await import('./scan-many.ts')).scanMany([path, ...others], options, clock)
    })
}

interface ScanOptions extends WorkOptions {
  readonly json?: true
  readonly sarif?: string
  readonly vdr?: string
}

/** Matches an SBOM and says what it found. @returns the exit code */
async function scan(path: string, options: ScanOptions, clock: Clock): Promise<number> {
  const work = await workOn(path, options, clock)
  if (!work.ok) return unusable(work.lines)
  const { scan: outcome, counts } = work.decided
  const findings = await judged(work, clock)
  if (work.ages === undefined) warnOfAge(outcome, work.file)
  if (options.sarif !== undefined) writeFileSync(options.sarif, renderSoupSarif(findings, path, work.ages))
  if (options.vdr !== undefined) {
    const { writeVdr } = await import('@pericard/soup')
    const { subject } = work.sbom
    const report = writeVdr(outcome, { now: clock.now(), ...(subject === undefined ? {} : { subject }) })
    writeFileSync(options.vdr, `${JSON.stringify(report, undefined, 2)}\n`)
  }
  if (options.json === true) {
    const { results, ...summary } = outcome
    const components = results.map(({ component, ...result }) => ({ ...component, ...result }))
    const data = work.ages === undefined ? {} : { data: work.ages }
    const register = work.register === undefined ? {} : { register: work.register }
    const report = { ...summary, ...data, decisions: counts, ...register, findings, components }
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  } else {
    const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
    process.stdout.write(
      renderSoup(outcome, findings, terminal, counts) +
        renderRegisterTrust(work.register, terminal) +
        renderAges(work.ages ?? [], terminal),
    )
  }
  return findings.length > 0 || work.ages?.some(({ stale }) => stale) === true ? 1 : 0
}

/** Old data finds nothing new, and looks exactly like a clean result. */
export function warnOfAge({ dataAgeDays }: SoupScan, file: DeviceFile | undefined): void {
  const most = file?.policy.advisoryDays ?? staleDaysDefault
  if (dataAgeDays === undefined || dataAgeDays <= most) return
  console.error(
    `pericard: the advisory data is ${dataAgeDays} days old, the policy allows ${most}; newer weaknesses are missing`,
  )
}
