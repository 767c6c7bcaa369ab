import sax, { type QualifiedTag, type SAXParser } from 'sax'
import { soupLimits } from '../limits.ts'
import type { JsonObject } from '../untrusted.ts'
import { readCycloneDx } from './cyclonedx.ts'
import type { ReadSbomResult } from './types.ts'

/** Thrown inside this file only, to leave a document at its first fault. */
class Fault extends Error {}

interface Element {
  readonly name: string
  readonly value: Record<string, unknown>
  text: string
}

/** Elements that hold a list in JSON, with the name of the items in XML. */
const lists: ReadonlyMap<string, string> = new Map([
  ['components', 'component'],
  ['patches', 'patch'],
  ['resolves', 'issue'],
  ['properties', 'property'],
])
/** Elements that are read; any other is skipped with all that it holds. */
const read = new Set([
  'bom',
  'metadata',
  'component',
  'pedigree',
  'patch',
  'issue',
  'property',
  'name',
  'group',
  'version',
  'purl',
  'cpe',
  'id',
  ...lists.keys(),
])

/**
 * Reads CycloneDX XML, 1.2 to 1.7, into the values that JSON would have, and then as JSON.
 *
 * A document type declaration is refused before it can declare anything, so there are no entities but XML's own five:
 * no expansion (CWE-776), and nothing is fetched (CWE-611).
 */
export function readCycloneDxXml(text: string): ReadSbomResult {
  const parser = new sax.SAXParser(true, { xmlns: true, position: true, ...strictEntities })
  const state: State = { parser, open: [], skipped: 0, elements: 0, root: undefined, others: {} }
  listen(state)
  try {
    parser.write(text).close()
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { ok: false, issues: [{ path: `line ${parser.line + 1}`, message: error.message }] }
  }
  if (state.root === undefined) return { ok: false, issues: [{ path: '', message: 'there is no <bom>' }] }
  return readCycloneDx({ ...state.root, ...state.others }, 'CycloneDX XML')
}

/** Not in the library's published types: without it HTML's 253 named entities are known as well. */
const strictEntities = { strictEntities: true }

interface State {
  readonly parser: SAXParser
  readonly open: Element[]
  /** Depth inside an element that is not read. */
  skipped: number
  elements: number
  root: JsonObject | undefined
  /** Top-level elements that are not read, with how many items they hold. */
  readonly others: Record<string, unknown[]>
}

function listen(state: State): void {
  const { parser } = state
  parser.onerror = (error) => {
    // The library quotes the text after the first line.
    throw new Fault(`it is not well-formed XML: ${error.message.split('\n', 1)[0] ?? ''}`)
  }
  parser.ondoctype = () => {
    throw new Fault('found a document type declaration, which CycloneDX has none of')
  }
  parser.onopentag = (tag) => openTag(state, tag)
  parser.ontext = (text) => addText(state, text)
  parser.oncdata = (text) => addText(state, text)
  parser.onclosetag = () => closeTag(state)
}

function openTag(state: State, tag: Parameters<SAXParser['onopentag']>[0]): void {
  if (!('local' in tag)) throw new Fault('found an element without its namespace')
  if (++state.elements > soupLimits.sbomElementsMax) {
    throw new Fault(`more than ${soupLimits.sbomElementsMax} elements`)
  }
  if (state.open.length + state.skipped >= soupLimits.sbomDepthMax) {
    throw new Fault(`nested more than ${soupLimits.sbomDepthMax} deep`)
  }
  const { local } = tag
  if (state.open.length === 0) {
    state.open.push({ name: local, value: rootOf(tag), text: '' })
    return
  }
  if (state.skipped > 0 || !read.has(local) || !tag.uri.startsWith(namespace)) {
    countSkipped(state, local)
    state.skipped++
    return
  }
  const value: Record<string, unknown> = {}
  for (const key of ['type', 'bom-ref', 'name']) {
    const attribute = tag.attributes[key]
    if (attribute !== undefined) value[key] = attribute.value
  }
  state.open.push({ name: local, value, text: '' })
}

const namespace = 'http://cyclonedx.org/schema/bom/'

function rootOf(tag: QualifiedTag): Record<string, unknown> {
  if (tag.local !== 'bom' || !tag.uri.startsWith(namespace)) {
    throw new Fault('the first element is not a CycloneDX <bom>')
  }
  const serialNumber = tag.attributes['serialNumber']?.value
  return {
    specVersion: tag.uri.slice(namespace.length),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  }
}

function countSkipped(state: State, name: string): void {
  if (state.skipped > 1 || state.open.length !== 1 || name === 'dependencies') return
  if (state.skipped === 0) state.others[name] = []
  else state.others[Object.keys(state.others).at(-1) ?? name]?.push(name)
}

function addText(state: State, text: string): void {
  const top = state.open.at(-1)
  if (state.skipped > 0 || top === undefined) return
  // One more than is taken, so that an overlong text is still refused as such.
  if (top.text.length <= soupLimits.sbomStringCharactersMax) top.text += text
}

function closeTag(state: State): void {
  if (state.skipped > 0) {
    state.skipped--
    return
  }
  const element = state.open.pop()
  if (element === undefined) return
  const parent = state.open.at(-1)
  if (parent === undefined) {
    state.root = element.value
    return
  }
  const item = lists.get(parent.name)
  if (item !== undefined) {
    if (element.name === item) listIn(parent.value).push(itemOf(element))
    return
  }
  if (element.name === 'version' && parent.name === 'bom') return
  parent.value[element.name] = lists.has(element.name) ? listIn(element.value) : valueOf(element)
}

/** Items gather under this key until their list's element closes. */
const itemsKey = 'items'

function listIn(value: Record<string, unknown>): unknown[] {
  const known = value[itemsKey]
  if (Array.isArray(known)) return known
  const list: unknown[] = []
  value[itemsKey] = list
  return list
}

/** A property's value is its text; everything else is what its children say. */
function itemOf({ name, value, text }: Element): unknown {
  return name === 'property' ? { ...value, value: text.trim() } : value
}

/** White space around an XML text carries no meaning in CycloneDX. */
function valueOf({ name, value, text }: Element): unknown {
  return structured.has(name) ? value : text.trim()
}

const structured = new Set(['metadata', 'component', 'pedigree', 'patch', 'issue'])
