import { analyse, diff, type Difference, type Finding, type Level } from '@pericard/analysis'
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
Exit code: 0 no worse, 1 a depth fell, an attack or a high or medium finding opened, 2 unusable input.

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

function verdict(found: Difference, terminal: Terminal): string {
  const { noWorse, depths: all, findingsOpened, findingsClosed, added, removed, changed } = found
  if (added.length + removed.length + changed.length + all.length === 0) return 'The two files say the same.'
  const moved = (sign: 1 | -1): number =>
    all.filter(
      ({ before, after }) =>
        before !== undefined && after !== undefined && Math.sign(after - before) === sign,
    ).length
  const better = moved(1) > 0 || all.some(({ closed }) => closed.length > 0) || findingsClosed.length > 0
  const [word, colour] = noWorse
    ? better
      ? (['BETTER', 'green'] as const)
      : (['NO WORSE', 'green'] as const)
    : better
      ? (['MIXED', 'yellow'] as const)
      : (['WORSE', 'red'] as const)
  const counts = [
    `${moved(1)} depths rose, ${moved(-1)} fell`,
    `${all.filter(({ opened }) => opened.length > 0).length} goals have new attacks`,
    `findings: ${bySeverity(findingsOpened)} opened, ${bySeverity(findingsClosed)} closed`,
  ]
  return `${paint(terminal, colour, word)}: ${counts.join('; ')}`
}

function bySeverity(findings: readonly Finding[]): string {
  const counts = (['high', 'medium', 'low'] as const).flatMap((severity) => {
    const count = findings.filter((each) => each.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}`]
  })
  return counts.length === 0 ? 'none' : counts.join(', ')
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
