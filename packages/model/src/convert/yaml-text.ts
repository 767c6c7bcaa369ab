/** Writes YAML block by block, with comments. Texts come from a foreign file: each is quoted, none can end a line. */

export type Scalar = string | number | boolean
export interface Field {
  readonly key: string
  /** A list is written in one line. Absent: the key stands in a comment, for the reader to fill in. */
  readonly value?: Scalar | readonly Scalar[] | readonly Field[]
  /** Comment at the end of the line. */
  readonly note?: string | undefined
}

const plainForm = /^[A-Za-z][A-Za-z0-9]*( [A-Za-z0-9]+)*$/
const idForm = /^[a-z][a-z0-9-]*$/
const words: ReadonlySet<string> = new Set(['true', 'false', 'null'])

/** The lines of a list of elements, each a list of fields. */
export function elements(section: string, list: readonly (readonly Field[])[], indent = ''): string[] {
  if (list.length === 0) return []
  return [
    `${indent}${section}:`,
    ...list.flatMap((fields) => {
      const inner = fieldLines(fields, `${indent}    `)
      return inner.map((line, index) =>
        index === 0 ? `${indent}  - ${line.slice(indent.length + 4)}` : line,
      )
    }),
  ]
}

export function fieldLines(fields: readonly Field[], indent: string): string[] {
  return fields.flatMap(({ key, value, note }) => {
    const end = note === undefined ? '' : `  # ${commentText(note)}`
    if (value === undefined) return [`${indent}# ${key}: ${commentText(note ?? '')}`]
    if (isFields(value)) return [`${indent}${key}:${end}`, ...fieldLines(value, `${indent}  `)]
    return [
      `${indent}${key}: ${typeof value === 'object' ? `[${value.map(scalar).join(', ')}]` : scalar(value)}${end}`,
    ]
  })
}

function isFields(value: Scalar | readonly Scalar[] | readonly Field[]): value is readonly Field[] {
  return Array.isArray(value) && value.length > 0 && typeof value[0] === 'object'
}

/** What a device file takes; texts that are put together of several may be longer than each of them. */
const textCharactersMax = 4_000

function scalar(written: Scalar): string {
  if (typeof written !== 'string') return String(written)
  const value = written.slice(0, textCharactersMax)
  const isPlain = (plainForm.test(value) || idForm.test(value)) && !words.has(value.toLowerCase())
  // A JSON text is a double-quoted YAML scalar; what JSON leaves as it is and YAML may not, is escaped too.
  return isPlain ? value : JSON.stringify(value).replaceAll(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A comment stays in its line: whatever could end it is shown as a space. */
export function commentText(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]+/g, ' ').trim()
}
