import type { Sheet } from '../registers/sheet.ts'
import { plain } from '../text/markup.ts'

/** One register as CSV (RFC 4180): a header, then a record for each entry. */
export function renderCsv({ entries }: Sheet): string {
  const [first] = entries
  const stepsTitle = entries.find(({ steps }) => steps !== undefined)?.steps?.title
  const header = [
    'Standing',
    ...(first?.fields.map(([label]) => label) ?? []),
    ...(stepsTitle === undefined ? [] : ['Steps']),
  ]
  const records = entries.map(({ standing, fields, steps }) => [
    standing,
    ...fields.map(([, value]) => value),
    ...(stepsTitle === undefined
      ? []
      : [steps?.lines.map((line, at) => `${at + 1}. ${line}`).join(' ') ?? '']),
  ])
  return [header, ...records].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

/**
 * A quoted cell. Spreadsheets take what begins with `=`, `+`, `-` or `@` for a formula and would run what a device file
 * says (CWE-1236): an apostrophe before it makes it text.
 */
function cell(value: string): string {
  // A number is a number to a spreadsheet only without the marks that people read it by.
  const text = /^\d{1,3}(,\d{3})+$/.test(value) ? value.replaceAll(',', '') : plain(value)
  const inert = /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text
  return `"${inert.replaceAll('"', '""')}"`
}
