/**
 * The part of TOML 1.0 that advisory databases write at the head of a Markdown page: strings, numbers, dates, booleans,
 * arrays, inline tables, tables and arrays of tables. What is beyond it is a fault, never skipped.
 */
import { soupLimits } from '../limits.ts'
import { isRecord, type JsonObject } from '../untrusted.ts'
import { Fault } from './reading.ts'

type Table = Map<string, unknown>

/** Parses the text. Dates stay text. @throws {Fault} with the line. */
export function parseToml(text: string): JsonObject {
  const root: Table = new Map()
  let table = root
  const scanner = new Scanner(text)
  for (scanner.skip(); !scanner.atEnd; scanner.skip()) {
    if (scanner.take('[[')) table = addTable(root, scanner.path(), scanner, true)
    else if (scanner.take('[')) table = addTable(root, scanner.path(), scanner, false)
    else {
      const path = scanner.path()
      scanner.want('=')
      assign(table, path, scanner.value(0), scanner)
    }
    scanner.endOfLine()
  }
  return plainOf(root)
}

function addTable(root: Table, path: readonly string[], scanner: Scanner, ofArray: boolean): Table {
  scanner.want(ofArray ? ']]' : ']')
  const holder = descend(root, path.slice(0, -1), scanner)
  const name = path.at(-1) ?? ''
  const known = holder.get(name)
  if (ofArray) {
    const list = known ?? []
    if (!Array.isArray(list)) throw scanner.fault(`"${name}" is no array of tables`)
    const table: Table = new Map()
    list.push(table)
    holder.set(name, list)
    return table
  }
  if (known !== undefined && !(known instanceof Map)) throw scanner.fault(`"${name}" is there twice`)
  const table: Table = known ?? new Map<string, unknown>()
  holder.set(name, table)
  return table
}

/** `[[a.b]]` belongs to the last `[[a]]`. */
function descend(table: Table, path: readonly string[], scanner: Scanner): Table {
  let at = table
  for (const name of path) {
    const known: unknown = at.get(name)
    const next: unknown = Array.isArray(known) ? known.at(-1) : (known ?? new Map())
    if (!(next instanceof Map)) throw scanner.fault(`"${name}" is no table`)
    if (known === undefined) at.set(name, next)
    at = next as Table
  }
  return at
}

function assign(table: Table, path: readonly string[], value: unknown, scanner: Scanner): void {
  const holder = descend(table, path.slice(0, -1), scanner)
  const name = path.at(-1) ?? ''
  if (holder.has(name)) throw scanner.fault(`"${name}" is there twice`)
  holder.set(name, value)
}

class Scanner {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  get atEnd(): boolean {
    return this.at >= this.text.length
  }

  fault(message: string): Fault {
    return new Fault(`TOML line ${this.text.slice(0, this.at).split('\n').length}: ${message}`)
  }

  /** Passes blanks, line ends and comments. */
  skip(): void {
    this.match(/(?:[ \t\r\n]|#[^\n]*)*/y)
  }

  take(mark: string): boolean {
    const found = this.text.startsWith(mark, this.at)
    if (found) this.at += mark.length
    return found
  }

  want(mark: string): void {
    this.match(/[ \t]*/y)
    if (!this.take(mark)) throw this.fault(`wanted "${mark}"`)
  }

  endOfLine(): void {
    if (this.match(/[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y) === undefined)
      throw this.fault('wanted the end of the line')
  }

  path(): string[] {
    const names: string[] = []
    do {
      this.match(/[ \t]*/y)
      const bare = this.match(/[\w-]+/y)
      names.push(bare ?? this.string())
      this.match(/[ \t]*/y)
    } while (this.take('.'))
    return names
  }

  value(depth: number): unknown {
    if (depth > soupLimits.advisoryDepthMax) throw this.fault('nested too deep')
    this.match(/[ \t]*/y)
    const next = this.text[this.at]
    if (next === '"' || next === "'") return this.string()
    if (this.take('[')) return this.list(depth)
    if (this.take('{')) return this.inlineTable(depth)
    const date = this.match(/\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?/y)
    if (date !== undefined) return date
    const number = this.match(/[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?/y)
    if (number !== undefined) return Number(number.replaceAll('_', ''))
    const word = this.match(/true|false/y)
    if (word === undefined) throw this.fault('wanted a value')
    return word === 'true'
  }

  private list(depth: number): unknown[] {
    const values: unknown[] = []
    for (this.skip(); !this.take(']'); this.skip()) {
      if (this.atEnd) throw this.fault('a list does not end')
      values.push(this.value(depth + 1))
      this.skip()
      if (!this.take(',') && this.text[this.at] !== ']') throw this.fault('wanted "," or "]"')
    }
    return values
  }

  private inlineTable(depth: number): Table {
    const table: Table = new Map()
    for (this.skip(); !this.take('}'); this.skip()) {
      if (this.atEnd) throw this.fault('a table does not end')
      const path = this.path()
      this.want('=')
      assign(table, path, this.value(depth + 1), this)
      this.skip()
      if (!this.take(',') && this.text[this.at] !== '}') throw this.fault('wanted "," or "}"')
    }
    return table
  }

  private string(): string {
    const literal = this.match(/'''[^]*?'''|'[^'\n]*'/y)
    if (literal !== undefined) {
      return literal.startsWith("'''") ? literal.slice(3, -3).replace(/^\r?\n/, '') : literal.slice(1, -1)
    }
    const long = this.match(/"""(?:[^"\\]|\\[^]|"(?!""))*"""/y)
    if (long !== undefined)
      return this.unescaped(
        long
          .slice(3, -3)
          .replace(/^\r?\n/, '')
          .replace(/\\\r?\n\s*/g, ''),
      )
    const short = this.match(/"(?:[^"\\\n]|\\.)*"/y)
    if (short === undefined) throw this.fault('wanted a text')
    return this.unescaped(short.slice(1, -1))
  }

  private unescaped(text: string): string {
    return text.replace(/\\(u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[^])/g, (_, code: string) => {
      if (code.length > 1) {
        const point = Number.parseInt(code.slice(1), 16)
        if (point > 0x10_ff_ff) throw this.fault('an escape beyond Unicode')
        return String.fromCodePoint(point)
      }
      const simple = escapes[code]
      if (simple === undefined) throw this.fault(`"\\${code}" is no escape`)
      return simple
    })
  }

  /** What stands here, if the (sticky) expression matches. */
  private match(expression: RegExp): string | undefined {
    expression.lastIndex = this.at
    const found = expression.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
}

/** Maps become objects at the end, so that no name in the text can reach a prototype (CWE-1321). */
function plainOf(table: Table): JsonObject {
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert)
    return value instanceof Map ? plainOf(value as Table) : value
  }
  const plain: unknown = Object.fromEntries([...table].map(([key, value]) => [key, convert(value)]))
  return isRecord(plain) ? plain : {}
}
