import type { RegisterTrust } from '../soup/decisions-file.ts'
import { paint, printable, type Terminal, terminalOf, wrap } from './terminal.ts'

const shownMax = 20

/** Says it on standard error, where standard output is somebody's document. */
export function sayRegisterTrust(trust: RegisterTrust | undefined): void {
  process.stderr.write(renderRegisterTrust(trust, terminalOf(process.stderr, process.env['NO_COLOR'])))
}

/** Whose decisions counted: those that do not are named with the reason; without a list of deciders everybody's do, and it says so. */
export function renderRegisterTrust(trust: RegisterTrust | undefined, terminal: Terminal): string {
  if (trust === undefined || trust.lines === 0) return ''
  const { lines, signed, checked, notBelieved } = trust
  if (!checked) {
    const text = `Whoever can write the register decides: ${lines - signed} of its ${lines} lines are not signed, and no signature was checked. Give --deciders to believe signed lines of named people only.`
    return printable(`\n${wrap(text, terminal.columns, '').join('\n')}\n`)
  }
  if (notBelieved.length === 0)
    return `\nDecisions: all ${lines} lines are signed by the deciders that they name.\n`
  const named = notBelieved
    .slice(0, shownMax)
    .flatMap(({ line, decision, because }) =>
      wrap(
        `line ${line}, ${decision.vulnerability} of ${decision.component} by ${decision.by}: not believed, because ${because}`,
        terminal.columns,
        '  ',
      ),
    )
  const more = notBelieved.length - shownMax
  const rest = more > 0 ? [`  … and ${more} more; soup scan --json lists all`] : []
  const head = paint(
    terminal,
    'yellow',
    `Decisions: ${notBelieved.length} of ${lines} lines count for nothing`,
  )
  return printable(`\n${[head, ...named, ...rest].join('\n')}\n`)
}
