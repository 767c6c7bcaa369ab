/** Reads a tree of another tool's file and remembers what was read, so that nothing is dropped in silence. */
import type { DeviceIssueCode, IssueList } from '../parse/issues.ts'
import {
  isMap,
  kindOf,
  type Place,
  type Places,
  positionOf,
  quote,
  type Spot,
  type Tree,
  type TreeMap,
} from '../parse/tree.ts'

/**
 * What became of an entry: `read`, `named` (read, and its keys are names that people gave), or why it was left, and what it
 * is called where that does not follow from its text.
 */
export type Fate = 'read' | 'named' | { readonly why: string; readonly what?: string }

/** Longest text that is taken over, in characters: a device file takes 4,000. */
const textCharactersMax = 3_800
const cut = `Texts are kept up to ${textCharactersMax} characters, so that words of ours fit beside them; the rest is cut off`

/** What all cursors over one text share. */
export interface Session {
  readonly issues: IssueList
  readonly places: Places
  readonly fates: WeakMap<object, Map<string | number, Fate>>
}

/**
 * A map of the source. Every method that hands out a value marks its key as read; a key that nobody asks for, or that
 * `leave` names, ends up in the list of what is not carried over.
 */
export class Cursor {
  readonly #map: TreeMap
  readonly #session: Session
  /** Keys from the root, for messages. */
  readonly path: string
  /** The list that this map is an entry of. */
  readonly #list: readonly [list: object, index: number] | undefined

  constructor(map: TreeMap, session: Session, path: string, list?: readonly [object, number]) {
    this.#map = map
    this.#session = session
    this.path = path
    this.#list = list
  }

  /** The entry, unread: for guesses, which do not carry a statement over. */
  peek(key: string): Tree {
    return this.#map[key] ?? null
  }

  /** The entry, unread, where it is a text; otherwise `""`. */
  peekText(key: string): string {
    const value = this.peek(key)
    return typeof value === 'string' ? value : ''
  }

  /** Text; numbers and truth values as they would be written. Nothing and `""` are both `undefined`. */
  text(key: string): string | undefined {
    const value = this.#read(key)
    if (value === null || value === '') return undefined
    if (typeof value === 'object') return this.#wrong(key, value, 'a text')
    const text = String(value)
    if (text.length > textCharactersMax) this.leave(key, cut)
    return text.slice(0, textCharactersMax)
  }

  /** Text that has to be there. */
  wanted(key: string): string | undefined {
    const found = this.text(key)
    const value = this.peek(key)
    if (value === null || value === '')
      this.refuse('KEY_MISSING', `The key ${quote(key)} is missing or empty; wanted a text`, key)
    return found
  }

  flag(key: string): boolean | undefined {
    const value = this.#read(key)
    if (value === null || typeof value === 'boolean') return value ?? undefined
    return this.#wrong(key, value, 'true or false')
  }

  number(key: string): number | undefined {
    const value = this.#read(key)
    if (value === null || typeof value === 'number') return value ?? undefined
    return this.#wrong(key, value, 'a number')
  }

  /** What a word of the source means here; a word without a meaning here is left, with `why`. */
  choice<T>(key: string, meanings: ReadonlyMap<string, T>, why: string): T | undefined {
    const value = this.peek(key)
    const meaning = typeof value === 'string' ? meanings.get(value) : undefined
    if (meaning === undefined) this.leave(key, why)
    else this.#mark(key, 'read')
    return meaning
  }

  /** Texts of a list; nothing reads as an empty one. */
  texts(key: string): string[] {
    return this.#entries(key, 'a list of texts').flatMap(([index, value]) => {
      if (value === null) return []
      if (typeof value !== 'object') return [String(value)]
      this.refuse('VALUE_WRONG_TYPE', `Found ${kindOf(value)}; wanted a text`, key, index)
      return []
    })
  }

  map(key: string): Cursor | undefined {
    const value = this.#read(key)
    if (value === null) return undefined
    if (isMap(value)) return this.#at(value, key)
    return this.#wrong(key, value, 'a map')
  }

  /** Maps of a list; nothing reads as an empty one. */
  maps(key: string): Cursor[] {
    const list = this.peek(key)
    return this.#entries(key, 'a list of maps').flatMap(([index, value]) => {
      if (isMap(value) && Array.isArray(list)) return [this.#at(value, key, [list, index])]
      this.refuse('VALUE_WRONG_TYPE', `Found ${kindOf(value)}; wanted a map`, key, index)
      return []
    })
  }

  /** Maps under names that people gave. */
  named(key: string): { readonly name: string; readonly at: Cursor }[] {
    const value = this.#read(key)
    if (value === null) return []
    if (!isMap(value)) {
      this.#wrong(key, value, 'a map')
      return []
    }
    this.#mark(key, 'named')
    const inner = this.#at(value, key)
    return Object.keys(value).flatMap((name) => {
      const at = inner.map(name)
      if (at === undefined && value[name] === null)
        inner.refuse('VALUE_WRONG_TYPE', 'Found nothing; wanted a map', name)
      return at === undefined ? [] : [{ name, at }]
    })
  }

  /** States why a key is not carried over. Reading it before does not count. */
  leave(key: string, why: string): void {
    this.#mark(key, { why })
  }

  leaveAll(keys: readonly string[], why: string): void {
    for (const key of keys) this.leave(key, why)
  }

  /** Leaves a flag that is set. One that is not says nothing that would have to be carried over. */
  leaveIfSet(key: string, why: string): void {
    if (this.flag(key) === true) this.leave(key, why)
  }

  /** Reads whether a flow goes both ways; that it does not is more than its source can know of answers and errors. */
  bothWays(key: string): void {
    if (this.flag(key) === false)
      this.leave(
        key,
        'An answer travels too; `direction: one-way` is only for where nothing at all can come back',
      )
  }

  /** Leaves the whole of an entry of a list. */
  leaveSelf(why: string, what: string): void {
    if (this.#list !== undefined) mark(this.#session, ...this.#list, { why, what })
  }

  /** The source cannot be used: what was found and what was wanted, at the place of a key of this map. */
  refuse(code: DeviceIssueCode, message: string, key?: string, index?: number): void {
    const { places, issues } = this.#session
    const list = key === undefined ? undefined : this.#map[key]
    const inList: Place | undefined =
      index !== undefined && typeof list === 'object' && list !== null ? places.get(list) : undefined
    const place = places.get(this.#map)
    const spot: Spot | undefined =
      inList?.entries.get(index ?? 0) ??
      (key === undefined ? undefined : place?.entries.get(key)) ??
      place?.self
    if (spot === undefined) return
    const path = [this.path, key ?? '', index ?? ''].filter((part) => part !== '').join('.')
    issues.add(code, message, positionOf(spot, 'value'), path)
  }

  #read(key: string): Tree {
    this.#mark(key, 'read')
    return this.peek(key)
  }

  #mark(key: string, fate: Fate): void {
    mark(this.#session, this.#map, key, fate)
  }

  #entries(key: string, wanted: string): [number, Tree][] {
    const value = this.#read(key)
    if (value === null) return []
    if (!Array.isArray(value)) {
      this.#wrong(key, value, wanted)
      return []
    }
    for (const index of value.keys()) mark(this.#session, value, index, 'read')
    return [...value.entries()]
  }

  #at(map: TreeMap, key: string, list?: readonly [object, number]): Cursor {
    const parts = [this.path, key, list === undefined ? '' : String(list[1])]
    return new Cursor(map, this.#session, parts.filter((part) => part !== '').join('.'), list)
  }

  #wrong(key: string, value: Tree, wanted: string): undefined {
    this.refuse('VALUE_WRONG_TYPE', `Found ${kindOf(value)}; wanted ${wanted}`, key)
    return undefined
  }
}

function mark({ fates }: Session, container: object, key: string | number, fate: Fate): void {
  const known = fates.get(container)
  if (known === undefined) fates.set(container, new Map([[key, fate]]))
  else known.set(key, fate)
}
