import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse, type AnalyseOptions, type Analysis, assumeIssues, type Level } from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import {
  type RegisterId,
  registerIds,
  registersOf,
  renderCsv,
  renderJson,
  renderPage,
  renderText,
  sheetsOf,
  viewsOf,
} from '@pericard/report'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { evidenceOf, type EvidenceOptions, levelsOf } from '../evidence-of.ts'

type Format = 'text' | 'json' | 'csv' | 'html'

interface RegisterOptions extends EvidenceOptions {
  readonly format: Format
  readonly which: RegisterId | 'all'
  readonly level: Level
  readonly assume: readonly string[]
  readonly out?: string
}

const assumptionsMax = 100

/** `pericard register`: exit 0 where the policy is met, 1 where it is not, 2 where the input can not be used. */
export function registerRegister(program: Command, clock: Clock = systemClock): void {
  program
    .command('register')
    .description(
      'write the registers: data breach, function compromise, intersection, residual risk, findings, CVSS',
    )
    .argument('<file>', 'device file')
    .addOption(
      new Option('--format <format>', 'html holds the four views too')
        .choices(['text', 'json', 'csv', 'html'])
        .default('text'),
    )
    .addOption(
      new Option('--which <register>', 'one register only').choices([...registerIds, 'all']).default('all'),
    )
    .option('--out <path>', 'file to write instead of printing; for all registers as CSV a folder')
    .option('--assume <event>', 'take an event as happened, such as soup:openssl (repeatable)', collect, [])
    .addOption(
      new Option('--level <level>', 'which controls are believed; depths are shown at all three')
        .choices(['declared', 'enforced', 'proven'])
        .default('declared'),
    )
    .option('--evidence <file>', 'what "pericard prove" wrote; without it nothing is proven')
    .option('--evidence-key <pem>', 'public key that the evidence is signed with')
    .addHelpText(
      'after',
      `
Exit code: 0 policy met, 1 not met, 2 unusable input.

Examples:
  $ pericard register device.yaml --which breach
  $ pericard register device.yaml --format html --out registers.html
  $ pericard register device.yaml --format csv --out registers/`,
    )
    .action(async (path: string, options: RegisterOptions) => {
      process.exitCode = await register(path, options, clock)
    })
}

async function register(path: string, options: RegisterOptions, clock: Clock): Promise<number> {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) return refuse(renderIssues(parsed.issues))
  if (options.format === 'csv' && options.which === 'all' && options.out === undefined) {
    const names = registerIds.join(', ')
    return refuse(
      `pericard: One CSV holds one register: name it with --which (${names}), or a folder with --out`,
    )
  }
  const { file } = parsed
  const now = clock.now()
  const evidence = evidenceOf(path, file, options, now)
  if (typeof evidence === 'string') return refuse(`pericard: ${evidence}`)
  const common: AnalyseOptions = { now, assume: options.assume, ...evidence }
  const asked = analyse(file, { ...common, level: options.level })
  const unknown = assumeIssues(asked.graph, options.assume)
  if (unknown.length > 0) return refuse(unknown.map(({ message }) => `pericard: ${message}`).join('\n'))
  for (const { name, content } of await written(file, asked, common, options)) {
    if (options.out === undefined) process.stdout.write(content)
    else if (name === undefined) writeFileSync(options.out, content)
    else {
      mkdirSync(options.out, { recursive: true })
      writeFileSync(join(options.out, name), content)
    }
  }
  return asked.met ? 0 : 1
}

interface Written {
  /** Its name in the folder that was asked for; undefined where one file was. */
  readonly name?: string
  readonly content: string
}

async function written(
  file: DeviceFile,
  asked: Analysis,
  common: AnalyseOptions,
  { format, which, level }: RegisterOptions,
): Promise<Written[]> {
  const document = registersOf(file, levelsOf(file, asked, common), { level, now: common.now })
  const wanted = registerIds.filter((id) => which === 'all' || id === which)
  const sheets = sheetsOf(document, wanted)
  switch (format) {
    case 'text':
      return [{ content: renderText(document, sheets, process.stdout.columns) }]
    case 'json':
      return [{ content: renderJson(document, wanted) }]
    case 'csv':
      return sheets.map((sheet) => ({
        ...(which === 'all' ? { name: `${sheet.id}.csv` } : {}),
        content: renderCsv(sheet),
      }))
    case 'html':
      return [{ content: renderPage(document, sheets, which === 'all' ? await viewsOf(file, asked) : []) }]
  }
}

function refuse(message: string): number {
  console.error(message)
  return 2
}

function collect(event: string, earlier: readonly string[]): readonly string[] {
  if (earlier.length >= assumptionsMax)
    throw new InvalidArgumentError(`At most ${assumptionsMax} events can be assumed.`)
  return [...earlier, event]
}
