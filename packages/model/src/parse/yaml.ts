/** Reads YAML text, attacker-controlled, into a tree: bounded before the YAML library recurses. */
import { isAlias, isMap, isScalar, isSeq, Lexer, type ParsedNode, parseDocument } from 'yaml'
import { deviceFileLimits as limits } from '../limits.ts'
import type { DeviceIssueCode, IssueList } from './issues.ts'
import type { Source } from './source.ts'
import { isMap as isTreeMap, type Places, quote, type Spot, type Tree, type TreeMap } from './tree.ts'

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/** What all files of one device file share. */
export interface ReadContext {
  readonly issues: IssueList
  readonly places: Places
  /** Entries whose text was refused: an issue says so already, and the schema has nothing to add. */
  readonly unreadable: Set<Spot>
  /**
   * For texts of other tools only: aliases and merge keys are written out. Each repetition counts as nodes of its own, so
   * that they multiply a text up to `nodesMax` and no further.
   */
  readonly expandsAliases?: boolean
  nodes: number
}

/** The tree of one text, or `undefined` if it cannot be told what the text means; issues say why. */
export function readYaml(source: Source, context: ReadContext): Tree | undefined {
  if (!isBounded(source, context.issues)) return undefined
  const document = parseDocument(source.text, {
    // The library's own check compares each key with each; `readMap` does it in linear time.
    uniqueKeys: false,
    // Merge keys multiply content as aliases do.
    merge: false,
    prettyErrors: false,
    schema: 'core',
    version: '1.2',
  })
  for (const fault of [...document.errors, ...document.warnings]) {
    const code: DeviceIssueCode = fault.code === 'TAG_RESOLVE_FAILED' ? 'FILE_TAG' : 'FILE_SYNTAX'
    const why = fault.code === 'MULTIPLE_DOCS' ? 'a second document begins here' : firstLine(fault.message)
    context.issues.add(code, `Not YAML that can be read: ${why}`, source.position(fault.pos[0]))
  }
  if (document.errors.length > 0) return undefined
  return new Reader(source, context).read(document.contents, 0)
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200)
}

/** Size, and nesting as the lexer sees it: the composer would overflow the stack on a million open brackets. */
function isBounded(source: Source, issues: IssueList): boolean {
  const bytes = new TextEncoder().encode(source.text).length
  if (bytes > limits.fileBytesMax) {
    const message = `The file has ${bytes} bytes; at most ${limits.fileBytesMax} are taken`
    issues.add('FILE_TOO_LARGE', message, source.position(0))
    return false
  }
  const excess = excessOf(source.text)
  if (excess === undefined) return true
  const message = excess.code === 'FILE_TOO_DEEP' ? deepMessage() : nodesMessage()
  issues.add(excess.code, message, source.position(excess.offset))
  return false
}

function deepMessage(): string {
  return `Maps and lists are nested deeper here than ${limits.depthMax} levels (or indented by more than ${limits.indentColumnsMax} columns)`
}

function nodesMessage(): string {
  return `Here the file passes ${limits.nodesMax} maps, lists and values; that is all that is taken. Describe alike parts once, or parts that stand apart in files of their own`
}

/** The lexer announces a plain or block scalar with this token; the next token is its text. */
const scalarFollows = '\u001f'
/** Tokens that the lexer makes up; nothing in the text stands for them. */
const madeUp: ReadonlySet<string> = new Set(['\u0002', '\u0018'])

/** Where, and how, a text is more than the composer should be given, or `undefined`. */
function excessOf(
  text: string,
): { code: 'FILE_TOO_DEEP' | 'FILE_TOO_MANY_NODES'; offset: number } | undefined {
  let [offset, flow, indicators, nodes] = [0, 0, 0, 0]
  let [isScalar, isLineStart] = [false, true]
  for (const token of new Lexer().lex(text)) {
    if (!isScalar && token === scalarFollows) {
      isScalar = true
      continue
    }
    if (!isScalar && madeUp.has(token)) continue
    const first = isScalar ? 'x' : (token[0] ?? '')
    if (isLineStart && first === ' ' && token.length > limits.indentColumnsMax)
      return { code: 'FILE_TOO_DEEP', offset }
    if (first === '[' || first === '{') flow++
    else if (first === ']' || first === '}') flow = Math.max(0, flow - 1)
    else if (token === '-' || token === '?' || token === ':') indicators++
    // Inside brackets only what follows each other nests: `{a: 1, b: 2}` is no deeper for its second colon.
    if (flow > 0 && (isScalar || ',[{"\''.includes(first))) indicators = 0
    if (isScalar || '[{-"\''.includes(first)) nodes++
    isScalar = false
    isLineStart = token.endsWith('\n')
    if (isLineStart && flow === 0) indicators = 0
    if (flow > limits.depthMax || indicators > limits.depthMax) return { code: 'FILE_TOO_DEEP', offset }
    if (nodes > limits.nodesMax) return { code: 'FILE_TOO_MANY_NODES', offset }
    offset += token.length
  }
  return undefined
}

class Reader {
  readonly #source: Source
  readonly #context: ReadContext
  /** Nodes read so far by their anchors; a node that is still being read is none, so nothing contains itself. */
  readonly #anchors = new Map<string, unknown>()

  constructor(source: Source, context: ReadContext) {
    this.#source = source
    this.#context = context
  }

  read(node: unknown, depth: number): Tree | undefined {
    if (node === null || node === undefined) return null
    const start = startOf(node)
    if (depth > limits.depthMax) return this.#refuse('FILE_TOO_DEEP', deepMessage(), start)
    if (++this.#context.nodes > limits.nodesMax) {
      // One issue is enough: every later node would repeat it.
      if (this.#context.nodes > limits.nodesMax + 1) return undefined
      return this.#refuse('FILE_TOO_MANY_NODES', nodesMessage(), start)
    }
    if (isAlias(node)) return this.#readAlias(node.source, start, depth)
    const value = this.#readNode(node, start, depth)
    if (this.#context.expandsAliases === true) this.#remember(node)
    return value
  }

  #readNode(node: unknown, start: number, depth: number): Tree | undefined {
    if (isMap(node)) return this.#readMap(node.items, start, depth)
    if (isSeq(node)) return this.#readList(node.items, start, depth)
    if (isScalar(node)) return scalarOf(node.value)
    return this.#refuse('FILE_SYNTAX', 'Found something that is no map, list or value', start)
  }

  #remember(node: unknown): void {
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined)
      this.#anchors.set(node.anchor, node)
  }

  #readAlias(name: string, start: number, depth: number): Tree | undefined {
    const target = this.#anchors.get(name)
    if (target !== undefined) return this.read(target, depth + 1)
    const why =
      this.#context.expandsAliases === true
        ? 'no value before it has that anchor'
        : 'write the value out, aliases can multiply a text a billionfold'
    return this.#refuse('FILE_ALIAS', `Found the alias *${name.slice(0, 40)}; ${why}`, start)
  }

  /** `<<`: entries of another map, or of several, that stand in for those that this map does not have itself. */
  #merge(map: TreeMap, entries: Map<string | number, Spot>, merged: readonly Tree[]): void {
    for (const source of merged) {
      if (Array.isArray(source)) this.#merge(map, entries, source)
      else if (isTreeMap(source)) {
        for (const [name, spot] of this.#context.places.get(source)?.entries ?? []) {
          if (entries.has(name)) continue
          entries.set(name, spot)
          map[name] = source[name] ?? null
        }
      }
    }
  }

  #readList(items: readonly unknown[], start: number, depth: number): Tree[] {
    const list: Tree[] = []
    const entries = new Map<string | number, Spot>()
    for (const item of items) {
      const at = startOf(item)
      const spot = { source: this.#source, key: at, value: at }
      entries.set(list.length, spot)
      list.push(this.#readEntry(item, spot, depth))
    }
    this.#context.places.set(list, { self: { source: this.#source, key: start, value: start }, entries })
    return list
  }

  #readMap(items: readonly { key: unknown; value: unknown }[], start: number, depth: number): TreeMap {
    const map: TreeMap = {}
    const entries = new Map<string | number, Spot>()
    const merged: Tree[] = []
    for (const { key, value } of items) {
      const keyAt = startOf(key)
      const name = isScalar(key) ? keyOf(key.value) : undefined
      if (name === undefined) {
        this.#refuse('KEY_NOT_TEXT', 'Found a key that is not a text; keys are plain words', keyAt)
        continue
      }
      if (forbiddenKeys.has(name)) {
        this.#refuse(
          'KEY_FORBIDDEN',
          `The key ${quote(name)} is never taken: it would reach into JavaScript objects`,
          keyAt,
        )
        continue
      }
      const first = entries.get(name)
      if (first !== undefined) {
        const line = this.#source.position(first.key).line
        this.#refuse(
          'KEY_TWICE',
          `The key ${quote(name)} stands here again; it stands in line ${line} already`,
          keyAt,
        )
        continue
      }
      if (name === '<<' && this.#context.expandsAliases === true) {
        merged.push(this.read(value, depth + 1) ?? null)
        continue
      }
      const isNothing = value === null || value === undefined
      const spot = { source: this.#source, key: keyAt, value: isNothing ? keyAt : startOf(value) }
      entries.set(name, spot)
      map[name] = this.#readEntry(value, spot, depth)
    }
    this.#merge(map, entries, merged)
    this.#context.places.set(map, { self: { source: this.#source, key: start, value: start }, entries })
    return map
  }

  #readEntry(node: unknown, spot: Spot, depth: number): Tree {
    const value = this.read(node, depth + 1)
    if (value === undefined) this.#context.unreadable.add(spot)
    return value ?? null
  }

  #refuse(code: DeviceIssueCode, message: string, offset: number): undefined {
    this.#context.issues.add(code, message, this.#source.position(offset))
    return undefined
  }
}

function startOf(node: unknown): number {
  return (node as Partial<ParsedNode> | null)?.range?.[0] ?? 0
}

/** A key as text; `1:` and `true:` are keys that no schema knows. */
function keyOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : undefined
}

function scalarOf(value: unknown): Tree {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return null
}
