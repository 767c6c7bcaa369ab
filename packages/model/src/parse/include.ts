/** Brings the files of one device file together. The parser itself never touches the file system. */
import type { ReadInclude } from '../types.ts'
import { deviceFileLimits as limits } from '../limits.ts'
import { listSections } from '../schema/file.ts'
import { Source } from './source.ts'
import { isMap, kindOf, positionOf, quote, type Spot, type Tree, type TreeMap } from './tree.ts'
import { type ReadContext, readYaml } from './yaml.ts'

/** What came of reading a file and its includes. */
export interface Loaded {
  readonly tree: Tree | undefined
  readonly sources: readonly string[]
  /** False where an include could not be read: every reference into it would dangle. */
  readonly complete: boolean
}

/** Sections that an included file may hold; the rest is said once, in the first file. */
const includable = new Set<string>([...listSections, 'soup', 'include', 'pericard'])

interface Loading extends ReadContext {
  readonly readInclude: ReadInclude | undefined
  readonly sources: string[]
  complete: boolean
}

/** The tree of the first file with the sections of its includes added, and the names of all files read. */
export function loadTree(source: Source, context: ReadContext, readInclude: ReadInclude | undefined): Loaded {
  const sources: string[] = [source.file]
  const loading: Loading = Object.assign(context, { readInclude, sources, complete: true })
  const tree = readYaml(source, loading)
  if (isMap(tree)) addIncludes(tree, tree, [source.file], loading)
  return { tree, sources, complete: loading.complete }
}

function addIncludes(root: TreeMap, from: TreeMap, chain: readonly string[], loading: Loading): void {
  const list = from['include']
  if (!Array.isArray(list)) return
  for (const [index, path] of list.entries()) {
    const spot = loading.places.get(list)?.entries.get(index)
    if (spot === undefined || typeof path !== 'string') continue
    const name = resolve(path, chain.at(-1) ?? '', chain[0] ?? '')
    const text = name === undefined ? outside(path, spot, loading) : textOf(name, path, spot, chain, loading)
    const part = name === undefined || text === undefined ? undefined : readPart(name, text, loading)
    if (name === undefined || part === undefined) {
      loading.complete = false
      continue
    }
    if (part === null) continue
    if (!isMap(part)) {
      const message = `The included file ${quote(path)} holds ${kindOf(part)}; wanted a map of sections`
      loading.issues.add('VALUE_WRONG_TYPE', message, positionOf(spot, 'value'), 'include')
      continue
    }
    addSections(root, part, loading)
    addIncludes(root, part, [...chain, name], loading)
  }
}

function readPart(name: string, text: string, loading: Loading): Tree | undefined {
  loading.sources.push(name)
  return readYaml(new Source(name, text), loading)
}

/** An include may not leave the folder of the first file: it could name a secret that a message would then quote (CWE-22). */
function outside(path: string, spot: Spot, loading: Loading): undefined {
  const message = `Cannot include ${quote(path)}: wanted a relative path with "/" that stays within the folder of the device file`
  loading.issues.add('INCLUDE_OUTSIDE', message, positionOf(spot, 'value'), 'include')
}

function textOf(
  name: string,
  path: string,
  spot: Spot,
  chain: readonly string[],
  loading: Loading,
): string | undefined {
  const { issues, sources, readInclude } = loading
  const at = positionOf(spot, 'value')
  const what = `Cannot include ${quote(path)}`
  if (chain.includes(name))
    issues.add(
      'INCLUDE_CYCLE',
      `${what}: it is being read already, by way of ${chain.join(' → ')}`,
      at,
      'include',
    )
  else if (sources.includes(name))
    issues.add('INCLUDE_CYCLE', `${what}: it is included already; once is enough`, at, 'include')
  else if (chain.length > limits.includeDepthMax)
    issues.add(
      'INCLUDE_TOO_DEEP',
      `${what}: ${chain.length} files deep; at most ${limits.includeDepthMax} are taken`,
      at,
      'include',
    )
  else if (sources.length >= limits.filesMax)
    issues.add(
      'INCLUDE_TOO_MANY',
      `${what}: ${sources.length} files are read already; at most ${limits.filesMax} are taken`,
      at,
      'include',
    )
  else {
    const text = readInclude?.(name, chain.at(-1) ?? '')
    if (text === undefined)
      issues.add('INCLUDE_MISSING', `${what}: found no such file; looked for ${quote(name)}`, at, 'include')
    return text
  }
  return undefined
}

/** Path of an include, beginning as the first file's path does, or `undefined` if it is absolute or leaves that folder. */
function resolve(path: string, from: string, first: string): string | undefined {
  if (path === '' || path.startsWith('/') || /^[A-Za-z]:|[\\\0]/.test(path)) return undefined
  const base = first.split('/').slice(0, -1)
  const own = from.split('/').slice(base.length, -1)
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') own.push(part)
    else if (own.pop() === undefined) return undefined
  }
  return [...base, ...own].join('/')
}

function addSections(root: TreeMap, part: TreeMap, loading: Loading): void {
  for (const [section, value] of Object.entries(part)) {
    const spot = loading.places.get(part)?.entries.get(section)
    if (spot === undefined || section === 'include' || section === 'pericard') continue
    if (!includable.has(section)) {
      const message = `The section ${quote(section)} belongs into the first file; an included one holds lists such as components or controls`
      loading.issues.add('INCLUDE_SECTION', message, positionOf(spot, 'key'), section)
    } else if (section === 'soup' && isMap(value)) addSoup(root, value, spot, loading)
    else addEntry(root, section, value, spot, loading)
  }
}

function addSoup(root: TreeMap, value: TreeMap, spot: Spot, loading: Loading): void {
  const soup = root['soup']
  if (!isMap(soup)) return addEntry(root, 'soup', value, spot, loading)
  for (const [name, list] of Object.entries(value)) {
    const entry = loading.places.get(value)?.entries.get(name)
    if (entry !== undefined) addEntry(soup, name, list, entry, loading)
  }
}

/** Appends a list to the list that is there already, with the places of its entries. */
function addEntry(target: TreeMap, name: string, value: Tree, spot: Spot, { places, issues }: Loading): void {
  const present = target[name]
  if (Array.isArray(present) && Array.isArray(value)) {
    const [to, from] = [places.get(present)?.entries, places.get(value)?.entries]
    for (const [index, item] of value.entries()) {
      const entry = from?.get(index)
      if (entry !== undefined) to?.set(present.length, entry)
      present.push(item)
    }
  } else if (present === undefined || present === null) {
    target[name] = value
    places.get(target)?.entries.set(name, spot)
  } else {
    issues.add(
      'VALUE_WRONG_TYPE',
      `Found ${kindOf(value)} for ${quote(name)}; wanted a list`,
      positionOf(spot, 'value'),
      name,
    )
  }
}
