/** What the terminal can show: its width, and colour only where a person looks. */
export interface Terminal {
  readonly columns: number
  readonly colour: boolean
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow'

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
}

/** `NO_COLOR` (no-color.org) wins over everything, whatever its value unless empty. */
export function terminalOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  noColour: string | undefined,
): Terminal {
  const isTerminal = stream.isTTY === true
  const stated = Number(process.env['COLUMNS'])
  const columns = stream.columns ?? (Number.isInteger(stated) && stated >= 20 ? stated : 100)
  return { columns, colour: isTerminal && (noColour ?? '') === '' }
}

export function paint({ colour }: Terminal, style: Style, text: string): string {
  const [on, off] = codes[style]
  return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text
}

/** Breaks text at spaces to the width, each line behind `indent`. Words longer than a line stay whole. */
export function wrap(text: string, columns: number, indent: string): string[] {
  const width = Math.max(20, columns - indent.length)
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(indent + line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, indent + line]
}

/** Text cut to a width, with a mark where something is missing. */
export function cut(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(1, columns - 1))}…`
}

const escape = String.fromCharCode(27)
/** The codes that `paint` writes, or any one control character but the line end. */
const control = new RegExp(`${escape}\\[(?:1|2|22|3[1239])m|[^\\P{Cc}\\n]`, 'gu')

/** Device files are other people's text: a control character in them could rewrite what the terminal shows. */
export function printable(text: string): string {
  return text.replace(control, (found) => (found.length > 1 ? found : '\ufffd'))
}
