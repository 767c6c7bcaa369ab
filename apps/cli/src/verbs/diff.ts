import { analyse, diff, type Difference, type Level } from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import { type Command, Option } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { paint, printable, type Terminal, terminalOf, wrap } from '../render/terminal.ts'

interface DiffOptions {
  readonly json?: true
  readonly level: Level
}

/** `pericard diff`: exit 0 where the new file is no worse, 1 where a depth fell or a threat or finding opened, 2 for unusable input. */
export function registerDiff(program: Command, clock: Clock = systemClock): void {
  program
    .command('diff')
    .description('compare two device files: threats opened and closed, depths changed, evidence to renew')
    .argument('<old>', 'device file of the version in the field')
    .argument('<new>', 'device file of the next version')
    .option('--json', 'print the difference as JSON')
    .addOption(
      new Option('--level <level>', 'which controls are believed')
        .choices(['declared', 'enforced'])
        .default('declared'),
    )
    .addHelpText(
      'after',
      `
Exit code: 0 no worse, 1 a depth fell or a threat or finding opened, 2 unusable input.

Example:
  $ pericard diff v2.4.1/device.yaml device.yaml`,
    )
    .action((old: string, now: string, options: DiffOptions) => {
      process.exitCode = compare(old, now, options, clock.now())
    })
}

function compare(old: string, next: string, { json, level }: DiffOptions, now: number): number {
  const [before, after] = [readDeviceFile(old), readDeviceFile(next)]
  const issues = [before, after].flatMap((parsed) => (parsed.ok ? [] : parsed.issues))
  if (!before.ok || !after.ok) {
    console.error(renderIssues(issues))
    return 2
  }
  const options = { level, now }
  const found = diff(
    { file: before.file, analysis: analyse(before.file, options) },
    { file: after.file, analysis: analyse(after.file, options) },
  )
  const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
  process.stdout.write(json === true ? `${JSON.stringify(found, undefined, 2)}\n` : render(found, terminal))
  return found.noWorse ? 0 : 1
}

const cutsShownMax = 3

function render(found: Difference, terminal: Terminal): string {
  const sections = [
    [verdict(found, terminal)],
    elements(found, terminal),
    depths(found, terminal),
    findings(found, terminal),
    renew(found, terminal),
  ]
  return printable(
    `${sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`,
  )
}

function verdict(
  { noWorse, depths: all, findingsOpened, added, removed, changed }: Difference,
  terminal: Terminal,
): string {
  const touched = added.length + removed.length + changed.length
  if (touched === 0 && all.length === 0) return 'The two files say the same.'
  const fell = all.filter(
    ({ before, after }) => before !== undefined && after !== undefined && after < before,
  )
  return noWorse
    ? paint(terminal, 'green', 'NO WORSE')
    : `${paint(terminal, 'red', 'WORSE')}: ${fell.length} depths fell, ${all.filter(({ opened }) => opened.length > 0).length} goals have new attacks, ${findingsOpened.length} findings opened`
}

function elements({ added, removed, changed }: Difference, terminal: Terminal): string[] {
  return [['added', added] as const, ['removed', removed] as const, ['changed', changed] as const].flatMap(
    ([what, ids]) => (ids.length === 0 ? [] : wrap(`${what}: ${ids.join(', ')}`, terminal.columns, '')),
  )
}

function depths({ depths: all }: Difference, terminal: Terminal): string[] {
  if (all.length === 0) return []
  const lines = all.flatMap(({ asset, goal, before, after, opened, closed }) => [
    `  ${asset}/${goal}  ${shown(before)} → ${shown(after)}`,
    ...cuts('opened', opened, terminal),
    ...cuts('closed', closed, terminal),
  ])
  return [paint(terminal, 'bold', 'Defence depth and smallest sets of failures'), ...lines]
}

function cuts(what: string, all: readonly string[], terminal: Terminal): string[] {
  if (all.length === 0) return []
  const visible = all.slice(0, cutsShownMax).map((one) => one || 'open today')
  const more = all.length > visible.length ? ` and ${all.length - visible.length} more` : ''
  return wrap(`${what}: ${visible.join('; ')}${more}`, terminal.columns, '    ')
}

function shown(depth: number | undefined): string {
  return depth === undefined ? 'none' : depth === 4 ? '>3' : String(depth)
}

function findings({ findingsOpened, findingsClosed }: Difference, terminal: Terminal): string[] {
  return [
    ...findingsOpened.flatMap(({ severity, id, because }) =>
      wrap(`+ ${severity} ${id}: ${because}`, terminal.columns, ''),
    ),
    ...findingsClosed.flatMap(({ severity, id }) => wrap(`- ${severity} ${id}`, terminal.columns, '')),
  ]
}

function renew({ renew: all }: Difference, terminal: Terminal): string[] {
  if (all.length === 0) return []
  return [
    paint(terminal, 'bold', 'Evidence to renew'),
    ...all.flatMap(({ control, probes, because }) =>
      wrap(`${control}: ${probes.join(', ')}, since ${because.join(', ')} changed`, terminal.columns, '  '),
    ),
  ]
}
