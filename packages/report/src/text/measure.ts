/** How wide text is without a browser: never narrower than it will be drawn. */
import { plain } from './markup.ts'

/**
 * Hundredths of an em for U+0020 to U+007E in DejaVu Sans, the widest of the fonts that the pictures name; any other
 * is narrower.
 */
const regular = table(
  '32 41 46 84 64 96 78 28 40 40 50 84 32 37 32 34 64 64 64 64 64 64 64 64 64 64 34 34 84 84 84 54 100 69 69 70 78 64 58 78 76 30 30 66 56 87 75 79 61 79 70 64 62 74 69 99 69 62 69 40 34 40 84 50 50 62 64 55 64 62 36 64 64 28 28 58 28 98 64 62 64 64 42 53 40 64 60 82 60 60 53 64 34 64 84',
)
const bold = table(
  '35 46 53 84 70 101 88 31 46 46 53 84 38 42 38 37 70 70 70 70 70 70 70 70 70 70 40 40 84 84 84 59 100 78 77 74 84 69 69 83 84 38 38 78 64 100 84 86 74 86 78 73 69 82 78 111 78 73 73 46 37 46 84 50 50 68 72 60 72 68 44 72 72 35 35 67 35 105 72 69 72 72 50 60 48 72 66 93 65 66 59 72 37 72 84',
)
/** Of letters beyond ASCII; the widest seen are 1.56 em (a bold U+01C4). */
const otherWidth = 1.56

export interface Face {
  /** Height of the em in pixels. */
  readonly size: number
  readonly bold?: boolean
}

/** Upper bound of the drawn width, in pixels. */
export function textWidth(text: string, face: Face): number {
  const widths = face.bold === true ? bold : regular
  let ems = 0
  for (const character of text) ems += widths[(character.codePointAt(0) ?? 0) - 32] ?? otherWidth
  return ems * face.size
}

/** Breaks text into lines of at most `width` pixels: at spaces, after joining marks, inside a word only where it must. */
export function wrapText(text: string, face: Face, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of plain(text)
    .trim()
    .match(/[^\s\-_/,@]*[\s\-_/,@]?/gu) ?? []) {
    if (line !== '' && textWidth((line + piece).trimEnd(), face) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
    while (textWidth(line.trimEnd(), face) > width) {
      const fitting = prefix(line, face, width)
      if (fitting === line) break
      lines.push(fitting)
      line = line.slice(fitting.length)
    }
  }
  return line.trim() === '' ? lines : [...lines, line.trimEnd()]
}

/** The longest start that fits, of at least one character. */
function prefix(text: string, face: Face, width: number): string {
  let fitting = ''
  for (const character of text) {
    if (fitting !== '' && textWidth(fitting + character, face) > width) return fitting
    fitting += character
  }
  return fitting
}

function table(widths: string): readonly number[] {
  return widths.split(' ').map((width) => Number(width) / 100)
}
