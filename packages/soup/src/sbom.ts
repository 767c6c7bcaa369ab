import { fromUtf8, JsonError, parseJson } from '@pericard/base'
import { soupLimits } from './limits.ts'

export interface SbomComponent {
  readonly name: string
  readonly version?: string
  readonly purl?: string
  readonly type: string
  /** JSON pointer in the SBOM. */
  readonly path: string
}

/** A CycloneDX document, flattened. */
export interface Sbom {
  readonly specVersion: string
  readonly serialNumber?: string
  /** What the SBOM is of, where it says so. */
  readonly subject?: { readonly name: string; readonly version?: string }
  readonly components: readonly SbomComponent[]
  /** Statements that this reader does not understand, by name, with how often they occur. */
  readonly notUnderstood: Readonly<Record<string, number>>
}

/** One thing wrong with an SBOM or an advisory feed. */
export interface SoupIssue {
  /** JSON pointer, or `line N` of a feed. */
  readonly path: string
  readonly message: string
}

export type ReadSbomResult =
  | { readonly ok: true; readonly sbom: Sbom }
  | { readonly ok: false; readonly issues: readonly SoupIssue[] }

type JsonObject = Readonly<Record<string, unknown>>

const specVersions = new Set(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])
/** Read, or known to say nothing about which components there are. */
const understood = new Set([
  '$schema',
  'bomFormat',
  'specVersion',
  'serialNumber',
  'version',
  'metadata',
  'components',
  'dependencies',
])

/**
 * Reads a CycloneDX JSON document, 1.2 to 1.7: all of it or nothing, with everything that is wrong. The bytes come
 * from a supplier and are hostile until read.
 */
export function readSbom(bytes: Uint8Array): ReadSbomResult {
  const document = parseDocument(bytes)
  if ('message' in document) return { ok: false, issues: [{ path: '', message: document.message }] }
  const { root } = document
  const issues: SoupIssue[] = []
  if (root['bomFormat'] !== 'CycloneDX') {
    const spdx = 'spdxVersion' in root || '@context' in root
    const found = spdx ? 'this is SPDX' : 'there is no bomFormat "CycloneDX"'
    return {
      ok: false,
      issues: [{ path: '/bomFormat', message: `${found}; CycloneDX JSON 1.2 to 1.7 is read` }],
    }
  }
  const specVersion = root['specVersion']
  if (typeof specVersion !== 'string' || !specVersions.has(specVersion)) {
    issues.push({ path: '/specVersion', message: `found ${show(specVersion)}, wanted one of 1.2 to 1.7` })
  }
  const components = flatten(root['components'], issues)
  if (issues.length > 0 || typeof specVersion !== 'string') return { ok: false, issues }
  const subject = subjectOf(root['metadata'])
  return {
    ok: true,
    sbom: {
      specVersion,
      ...(typeof root['serialNumber'] === 'string' ? { serialNumber: root['serialNumber'] } : {}),
      ...(subject === undefined ? {} : { subject }),
      components,
      notUnderstood: countUnknown(root),
    },
  }
}

function parseDocument(bytes: Uint8Array): { readonly root: JsonObject } | { readonly message: string } {
  if (bytes.length > soupLimits.sbomBytesMax) {
    return { message: `it has ${bytes.length} bytes, at most ${soupLimits.sbomBytesMax} are taken` }
  }
  const text = fromUtf8(bytes)
  if (text === undefined) return { message: 'it is not UTF-8' }
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (body.trimStart().startsWith('<')) return { message: 'this is XML; CycloneDX JSON is read' }
  try {
    const limits = { charactersMax: soupLimits.sbomBytesMax, depthMax: soupLimits.sbomDepthMax }
    const root = parseJson(body, limits)
    return isRecord(root) ? { root } : { message: 'found a JSON value that is not an object' }
  } catch (error) {
    if (error instanceof JsonError) return { message: error.message }
    throw error
  }
}

/** Walks nested components with a list of its own: recursion would let depth choose our stack. */
function flatten(value: unknown, issues: SoupIssue[]): SbomComponent[] {
  const found: SbomComponent[] = []
  const open: { readonly list: unknown; readonly path: string }[] = [{ list: value, path: '/components' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { list, path } = next
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      issues.push({ path, message: `found ${show(list)}, wanted a list of components` })
      continue
    }
    for (const [index, entry] of list.entries()) {
      const at = `${path}/${index}`
      const component = readComponent(entry, at, issues)
      if (component !== undefined) found.push(component)
      if (isRecord(entry)) open.push({ list: entry['components'], path: `${at}/components` })
      if (found.length > soupLimits.sbomComponentsMax) {
        issues.push({ path: at, message: `more than ${soupLimits.sbomComponentsMax} components` })
        return []
      }
      if (issues.length >= soupLimits.issuesMax) return []
    }
  }
  return found
}

function readComponent(entry: unknown, path: string, issues: SoupIssue[]): SbomComponent | undefined {
  if (!isRecord(entry)) {
    issues.push({ path, message: `found ${show(entry)}, wanted a component` })
    return undefined
  }
  const before = issues.length
  const name = text(entry, 'name', path, issues)
  const type = text(entry, 'type', path, issues)
  const version = text(entry, 'version', path, issues)
  const purl = text(entry, 'purl', path, issues)
  if (name === undefined) issues.push({ path: `${path}/name`, message: 'a component needs a name' })
  if (type === undefined) issues.push({ path: `${path}/type`, message: 'a component needs a type' })
  if (issues.length > before || name === undefined || type === undefined) return undefined
  return { name, type, path, ...(version ? { version } : {}), ...(purl ? { purl } : {}) }
}

function text(entry: JsonObject, key: string, path: string, issues: SoupIssue[]): string | undefined {
  const value = entry[key]
  if (value === undefined) return undefined
  if (typeof value !== 'string') {
    issues.push({ path: `${path}/${key}`, message: `found ${show(value)}, wanted text` })
    return undefined
  }
  if (value.length > soupLimits.sbomStringCharactersMax) {
    const most = soupLimits.sbomStringCharactersMax
    issues.push({ path: `${path}/${key}`, message: `${value.length} characters, at most ${most} are taken` })
    return undefined
  }
  return value
}

function subjectOf(metadata: unknown): Sbom['subject'] {
  const component = isRecord(metadata) ? metadata['component'] : undefined
  if (!isRecord(component) || typeof component['name'] !== 'string') return undefined
  const version = component['version']
  return { name: component['name'], ...(typeof version === 'string' ? { version } : {}) }
}

function countUnknown(root: JsonObject): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [key, value] of Object.entries(root)) {
    if (!understood.has(key)) counts[key] = Array.isArray(value) ? value.length : 1
  }
  return counts
}

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names a value's kind, never its content: the file is somebody else's and the message is ours. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'another text' : `a ${typeof value}`
}
