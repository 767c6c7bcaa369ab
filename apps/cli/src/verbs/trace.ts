import { analyse, type Orphan, type Trace, traceOf } from '@pericard/analysis'
import { type Clock, systemClock } from '@pericard/base'
import { probes } from '@pericard/probes'
import type { Command } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { evidenceOf, type EvidenceOptions } from '../evidence-of.ts'
import { paint, printable, type Terminal, terminalOf, wrap } from '../render/terminal.ts'

interface TraceOptions extends EvidenceOptions {
  readonly json?: true
}

/** `pericard trace`: exit 0 where every thread reaches its evidence, 1 where something hangs loose, 2 for unusable input. */
export function registerTrace(program: Command, clock: Clock = systemClock): void {
  program
    .command('trace')
    .description('follow each asset through threat, event, control, enforcement and probe to its evidence')
    .argument('<file>', 'device file')
    .option('--evidence <file>', 'what "pericard prove" wrote; without it nothing is proven')
    .option('--evidence-key <pem>', 'public key that the evidence is signed with')
    .option('--json', 'print every thread and orphan as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 nothing hangs loose, 1 something does, 2 unusable input.

Example:
  $ pericard trace device.yaml --evidence evidence.jsonl --evidence-key prover.pem.pub`,
    )
    .action((path: string, options: TraceOptions) => {
      process.exitCode = trace(path, options, clock.now())
    })
}

function trace(path: string, options: TraceOptions, now: number): number {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const evidence = evidenceOf(path, parsed.file, options, now)
  if (typeof evidence === 'string') {
    console.error(`pericard: ${evidence}`)
    return 2
  }
  const found = traceOf(parsed.file, analyse(parsed.file, { now }), {
    proven: evidence.proven ?? [],
    failed: evidence.failed ?? [],
    probes: probes.map(({ id }) => id),
  })
  const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
  process.stdout.write(
    options.json === true ? `${JSON.stringify(found, undefined, 2)}\n` : printable(render(found, terminal)),
  )
  return found.orphans.length === 0 ? 0 : 1
}

function render({ rows, orphans }: Trace, terminal: Terminal): string {
  const goals = [...new Set(rows.map(({ asset, goal }) => `${asset}/${goal}`))]
  const lines = goals.flatMap((name) => {
    const own = rows.filter(({ asset, goal }) => `${asset}/${goal}` === name)
    return [
      paint(terminal, 'bold', name),
      ...own.flatMap(({ event, control, enforcement, probes: named, evidence }) => {
        const by = event === `control:${control}` ? control : `${event} ← ${control}`
        const proof = named.length === 0 ? 'no probe' : `${named.join(', ')}: ${evidence}`
        return wrap(`${by} ← ${enforcement} ← ${proof}`, terminal.columns, '  ')
      }),
    ]
  })
  return `${[...lines, '', ...loose(orphans, terminal)].join('\n')}\n`
}

const wording: Readonly<Record<Orphan['kind'], string>> = {
  'asset-without-threat': 'Patient data that no goal asks after',
  'event-without-control': 'Failures that alone reach a goal and that no control answers for',
  'control-without-threat': 'Controls that stand in no attack',
  'control-without-enforcement': 'Controls that nobody enforces',
  'control-without-probe': 'Controls that no probe attacks',
  'probe-unknown': 'Probes that do not exist',
  'probe-without-evidence': 'Controls whose probes have left no fresh evidence',
}

function loose(orphans: readonly Orphan[], terminal: Terminal): string[] {
  if (orphans.length === 0)
    return [paint(terminal, 'green', 'Nothing hangs loose: every thread reaches its evidence.')]
  const kinds = [...new Set(orphans.map(({ kind }) => kind))]
  return [
    paint(terminal, 'red', `${orphans.length} hang loose`),
    ...kinds.flatMap((kind) => {
      const own = orphans.filter((orphan) => orphan.kind === kind)
      const places = own.map(({ element, position }) =>
        position === undefined ? element : `${element} (line ${position.line})`,
      )
      return [`  ${wording[kind]} (${own.length})`, ...wrap(places.join(', '), terminal.columns, '    ')]
    }),
  ]
}
