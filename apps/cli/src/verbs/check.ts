import { writeFileSync } from 'node:fs'
import { analyse, type AnalyseOptions, type Analysis, assumeIssues, type Level } from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { type Levels, renderCheck } from '../render/check.ts'
import { renderSarif } from '../render/sarif.ts'
import { terminalOf } from '../render/terminal.ts'

interface CheckOptions {
  readonly json?: true
  readonly sarif?: string
  readonly assume: readonly string[]
  readonly level: Level
}

const assumptionsMax = 100

/** `pericard check`: exit 0 where the policy is met, 1 where it is not, 2 where the input can not be used. */
export function registerCheck(program: Command, clock: Clock = systemClock): void {
  program
    .command('check')
    .description('analyse a device file: what can be done to the device, and how much has to fail first')
    .argument('<file>', 'device file')
    .option('--json', 'print the whole analysis as JSON')
    .option('--sarif <out>', 'also write the findings as SARIF 2.1.0')
    .option('--assume <event>', 'take an event as happened, such as soup:openssl (repeatable)', collect, [])
    .addOption(
      new Option('--level <level>', 'which controls are believed')
        .choices(['declared', 'enforced', 'proven'])
        .default('declared'),
    )
    .addHelpText(
      'after',
      `
Exit code: 0 policy met, 1 not met, 2 unusable input.

Examples:
  $ pericard check device.yaml
  $ pericard check device.yaml --assume soup:openssl --level enforced`,
    )
    .action((path: string, options: CheckOptions) => {
      process.exitCode = check(path, options, clock)
    })
}

function check(path: string, options: CheckOptions, clock: Clock): number {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const { file } = parsed
  const common: AnalyseOptions = { now: clock.now(), assume: options.assume }
  const asked = analyse(file, { ...common, level: options.level })
  const unknown = assumeIssues(asked.graph, options.assume)
  if (unknown.length > 0) {
    console.error(unknown.map(({ message }) => `pericard: ${message}`).join('\n'))
    return 2
  }
  if (options.sarif !== undefined) writeFileSync(options.sarif, renderSarif(asked))
  if (options.json === true) process.stdout.write(`${JSON.stringify(asked, undefined, 2)}\n`)
  else {
    const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
    process.stdout.write(renderCheck(file, asked, levelsOf(file, asked, common), terminal))
  }
  return asked.met ? 0 : 1
}

function levelsOf(file: DeviceFile, asked: Analysis, common: AnalyseOptions): Levels {
  const at = (level: Level): Analysis => (asked.level === level ? asked : analyse(file, { ...common, level }))
  return { declared: at('declared'), enforced: at('enforced'), proven: at('proven') }
}

function collect(event: string, earlier: readonly string[]): readonly string[] {
  if (earlier.length >= assumptionsMax)
    throw new InvalidArgumentError(`At most ${assumptionsMax} events can be assumed.`)
  return [...earlier, event]
}
