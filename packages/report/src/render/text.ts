import type { RegisterDocument } from '../registers/document.ts'
import type { Entry, Sheet } from '../registers/sheet.ts'
import { plain } from '../text/markup.ts'

const labelWidth = 42

/** Registers for a terminal or a plain file, wrapped at `columns` characters. */
export function renderText(
  document: RegisterDocument,
  sheets: readonly Sheet[],
  columns: number = 100,
): string {
  const { device, level, met, assumed } = document
  const head = [
    `${device.name} ${device.version}, ${device.manufacturer}, UDI-DI ${device.udiDi}`,
    `level ${level}, policy ${met ? 'met' : 'NOT MET'}${assumed.length === 0 ? '' : `, taken as failed: ${assumed.join(', ')}`}`,
  ].flatMap((line) => wrapped(line, columns, ''))
  const parts = sheets.map(({ title, about, none, entries }) =>
    [
      title,
      '='.repeat(title.length),
      ...wrapped(about, columns, ''),
      '',
      ...(entries.length === 0 ? [none, ''] : entries.flatMap((entry) => entryLines(entry, columns))),
    ].join('\n'),
  )
  return `${[head.join('\n'), ...parts].join('\n\n').trimEnd()}\n`
}

function entryLines({ heading, standing, fields, steps }: Entry, columns: number): string[] {
  const told = steps?.lines.flatMap((line, at) => wrapped(`${at + 1}. ${line}`, columns, '    ')) ?? []
  return [
    ...wrapped(standing === 'note' ? heading : `${heading}  [${standing}]`, columns, ''),
    ...fields.flatMap(([label, value]) => {
      const lines = wrapped(value, Math.max(24, columns - labelWidth - 2), '')
      return (lines.length === 0 ? [''] : lines).map(
        (line, at) => `  ${(at === 0 ? label : '').padEnd(labelWidth)}${line}`,
      )
    }),
    ...(told.length === 0 ? [] : [`  ${steps?.title ?? ''}`, ...told]),
    '',
  ]
}

function wrapped(text: string, columns: number, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of plain(text).split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, indent + line]
}
