import { writeFileSync } from 'node:fs'
import { type Analysis, analyse, type Level, toAnalysisDocument, toOtm } from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type Command, Option } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'

type ExportFormat = 'otm' | 'json'

const formats: Readonly<Record<ExportFormat, (file: DeviceFile, analysis: Analysis) => object>> = {
  otm: toOtm,
  json: (_, analysis) => toAnalysisDocument(analysis),
}

interface ExportOptions {
  readonly format: ExportFormat
  readonly out?: string
  readonly force?: true
  readonly level: Level
}

/** `pericard export`: the device file and its analysis in the formats of other tools. */
export function registerExport(program: Command, clock: Clock = systemClock): void {
  program
    .command('export')
    .description('write a device file and what its analysis found for other tools')
    .argument('<file>', 'device file')
    .addOption(
      new Option('--format <format>', 'otm: Open Threat Model 0.2.0; json: the whole analysis')
        .choices(Object.keys(formats))
        .makeOptionMandatory(),
    )
    .option('--out <file>', 'where to write it (default: standard output)')
    .option('--force', 'overwrite a file that is there')
    .addOption(
      new Option('--level <level>', 'which controls are believed')
        .choices(['declared', 'enforced'])
        .default('declared'),
    )
    .addHelpText(
      'after',
      `
otm   Findings are threats with their CWEs, goals are threats with the controls in their way, and each control says
      whether it is declared or enforced.
json  Described by docs/specs/analysis.schema.json.
For SARIF see "pericard check --sarif".

Exit code: 0 written, 2 unusable input or a file is in the way.

Examples:
  $ pericard export device.yaml --format otm --out device.otm.json
  $ pericard export device.yaml --format json --level enforced`,
    )
    .action((path: string, options: ExportOptions) => {
      process.exitCode = write(path, options, clock)
    })
}

function write(path: string, { format, level, out, force }: ExportOptions, clock: Clock): number {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const analysis = analyse(parsed.file, { now: clock.now(), level })
  const text = `${JSON.stringify(formats[format](parsed.file, analysis), undefined, 2)}\n`
  if (out === undefined) {
    process.stdout.write(text)
    return 0
  }
  try {
    writeFileSync(out, text, { flag: force === true ? 'w' : 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    console.error(
      `pericard: ${out} exists already; name another file with --out, or overwrite it with --force`,
    )
    return 2
  }
  console.log(`Wrote ${out}.`)
  if (format === 'otm') for (const line of leftOut(parsed.file)) console.error(line)
  return 0
}

/** What the file says and an Open Threat Model has no place for; a reader of the export must not take it for absent. */
function leftOut(file: DeviceFile): string[] {
  const counts = {
    hosts: file.hosts.length,
    'functions (commands, envelopes, alarms)': file.functions.length,
    keys: file.keys.length,
    roles: file.roles.length,
    'SOUP items': file.soup.items.length,
    backups: file.backups.length,
    updates: file.updates.length,
    'diagnosis and monitoring capabilities': file.diagnostics.length + file.monitoring.length,
    'stages of life': file.stages.length,
    'use cases': file.useCases.length,
    'accepted risks': file.accepted.length,
    logging: file.logging === undefined ? 0 : 1,
    'policy and vault': 1,
  }
  const lines = Object.entries(counts).flatMap(([what, count]) =>
    count === 0 ? [] : [`  ${count} × ${what}`],
  )
  return ['Not carried over, or by name only, since the format has no place for it:', ...lines]
}
