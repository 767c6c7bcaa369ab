/** The sealed log in the terminal and for spreadsheets. */
import type { LogVerdict, LogWitness, ReadEntry } from '@pericard/vault'
import { paint, printable, type Terminal, wrap } from './terminal.ts'

const labelColumns = 12

/** What verification found: whether, where, why, and what stands behind it. */
export function verdictText(
  { lines, retired, head, fault, clockSetBack }: LogVerdict,
  witnesses: readonly LogWitness[],
  terminal: Terminal,
): string {
  const sound = fault === undefined || fault.code === 'LOG_TAIL_UNFINISHED'
  const row = (label: string, text: string): string[] => {
    const [first = '', ...rest] = wrap(text, terminal.columns, ' '.repeat(labelColumns))
    return [label.padEnd(labelColumns) + first.trimStart(), ...rest]
  }
  const seen = witnesses.map(({ name, head: at }) => `${name} to line ${at.sequence}`).join(', ')
  const shown = [
    sound ? paint(terminal, 'green', 'The log is whole.') : paint(terminal, 'red', 'The log is broken.'),
    ...(fault === undefined
      ? []
      : row('where', `segment ${fault.segment}, byte ${fault.offset}, line ${fault.sequence}`)),
    ...(fault === undefined ? [] : row('what', fault.code)),
    ...(fault === undefined ? [] : row('why', fault.message)),
    ...row('genuine', `${lines} lines, the last is ${head.sequence}`),
    ...(retired === 0 ? [] : row('retired', `lines 1 to ${retired}, by their time to keep`)),
    ...row('seen by', seen === '' ? 'nobody: a cut after the last durable line would not show' : seen),
    ...(clockSetBack.times === 0
      ? []
      : row('clock', `set back ${clockSetBack.times} times, first at line ${clockSetBack.first}`)),
    ...(sound ? [] : ['Keep a copy of the folder for inquiry before anything writes on.']),
    ...(fault !== undefined && sound
      ? row('', 'That is what a crash, or a guard that is writing, leaves.')
      : []),
  ]
  return printable(`${shown.join('\n')}\n`)
}

/** One line of the log. What an application wrote may hold anything: control characters are taken out. */
export function entryLine({ sequence, at, level, event, detail }: ReadEntry): string {
  const when = at === 0 ? '-'.padEnd(24) : timeOf(at)
  const text = `${String(sequence).padStart(6)}  ${when}  ${level.padEnd(8)}  ${event}  ${detail}`
  return `${printable(text.replaceAll('\n', ' '))}\n`
}

export const csvHead = 'sequence,at,level,event,detail\n'

/** One line as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe (CWE-1236). */
export function csvLine({ sequence, at, level, event, detail }: ReadEntry): string {
  return `${[String(sequence), timeOf(at), level, event, detail].map(cell).join(',')}\n`
}

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A device's clock may say anything; beyond what a date can hold it is shown as it is. */
function timeOf(at: number): string {
  return Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : `${at} ms`
}
