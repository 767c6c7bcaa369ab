import type { HistoryHead } from '@pericard/soup'
import type { AnswerThen } from '../soup/as-of.ts'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

const shownMax = 40

/** What `pericard soup as-of` prints for a person. */
export function renderAsOf(
  report: AnswerThen & {
    readonly device: string
    readonly at: string
    readonly head: HistoryHead
    readonly unsigned: number
  },
  terminal: Terminal,
): string {
  const { device, at, recorded, releases, decisions, head, unsigned } = report
  const lines = [paint(terminal, 'bold', `${device}, as known at ${at}`)]
  for (const [kind, when] of Object.entries(recorded)) lines.push(`  ${kind}: last recorded ${when}`)
  for (const { sbom, counts, findings, settled } of releases) {
    lines.push(
      '',
      `${sbom}: ${counts.affected} components affected, ${findings.length} findings, ${settled} settled by decisions`,
    )
    for (const { component, version, vulnerability, because, decision } of findings.slice(0, shownMax)) {
      lines.push(paint(terminal, 'yellow', `${component} ${version}  ${vulnerability}`))
      if (decision !== undefined)
        lines.push(...wrap(`Decided: ${decision.status} by ${decision.by}`, terminal.columns, '  '))
      if (because !== '') lines.push(...wrap(because, terminal.columns, '  → '))
    }
    if (findings.length > shownMax) lines.push(`… and ${findings.length - shownMax} more; --json lists all`)
  }
  lines.push('', decisions.length === 0 ? 'Nobody had decided anything.' : 'Decided by then:')
  for (const { at: made, by, vulnerability, component, status, because } of decisions)
    lines.push(
      ...wrap(
        `${new Date(made).toISOString().slice(0, 10)} ${by}: ${vulnerability} of ${component} is ${status}: ${because}`,
        terminal.columns,
        '  ',
      ),
    )
  lines.push('', `The history is signed and whole up to line ${head.lines}, ${head.last}`)
  if (unsigned > 0) lines.push(`${unsigned} lines behind it were never signed and count for nothing`)
  return printable(`${lines.join('\n')}\n`)
}
