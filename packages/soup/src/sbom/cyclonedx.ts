/** CycloneDX as a tree of plain values: what JSON gives, and what the XML reader makes. */
import { boundedText, cvesIn, isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'
import { Collector } from './collector.ts'
import type { FixClaim, ReadSbomResult, Sbom, SbomFormat, SoupIssue } from './types.ts'

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

/** Reads the root of a CycloneDX document: all of it or nothing, with everything that is wrong. */
export function readCycloneDx(root: JsonObject, format: SbomFormat): ReadSbomResult {
  const collector = new Collector()
  const specVersion = root['specVersion']
  if (typeof specVersion !== 'string' || !specVersions.has(specVersion)) {
    collector.issue('/specVersion', `found ${show(specVersion)}, wanted one of 1.2 to 1.7`)
  }
  flatten(root['components'], collector)
  for (const [key, value] of Object.entries(root)) {
    if (!understood.has(key)) collector.notUnderstood(key, Array.isArray(value) ? value.length : 1)
  }
  if (collector.issues.length > 0 || typeof specVersion !== 'string') {
    return { ok: false, issues: collector.issues }
  }
  const subject = subjectOf(root['metadata'])
  const serialNumber = textOf(root['serialNumber'])
  return {
    ok: true,
    sbom: {
      format,
      specVersion,
      ...(serialNumber === undefined ? {} : { serialNumber }),
      ...(subject === undefined ? {} : { subject }),
      components: collector.components,
      notUnderstood: collector.notUnderstoodCounts(),
    },
  }
}

/** Walks nested components with a list of its own: recursion would let depth choose our stack. */
function flatten(value: unknown, collector: Collector): void {
  const open: { readonly list: unknown; readonly path: string }[] = [{ list: value, path: '/components' }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { list, path } = next
    if (list === undefined) continue
    if (!Array.isArray(list)) {
      collector.issue(path, `found ${show(list)}, wanted a list of components`)
      continue
    }
    for (const [index, entry] of list.entries()) {
      const at = `${path}/${index}`
      if (isRecord(entry)) {
        readComponent(entry, at, collector)
        open.push({ list: entry['components'], path: `${at}/components` })
      } else collector.issue(at, `found ${show(entry)}, wanted a component`)
      if (collector.full) return
    }
  }
}

function readComponent(entry: JsonObject, path: string, collector: Collector): void {
  const issues: SoupIssue[] = []
  const text = (key: string): string | undefined => boundedText(entry, key, path, issues)
  const [name, type, version] = [text('name'), text('type'), text('version')]
  const [purl, cpe, group] = [text('purl'), text('cpe'), text('group')]
  for (const issue of issues) collector.issue(issue.path, issue.message)
  if (issues.some((issue) => issue.path.endsWith('/name') || issue.path.endsWith('/type'))) return
  collector.add({
    name: name === undefined || group === undefined ? name : `${group}/${name}`,
    type,
    version,
    purl,
    cpes: cpesOf(cpe, entry['properties']),
    fixes: fixesOf(entry['pedigree']),
    path,
    ref: textOf(entry['bom-ref']),
  })
}

/** syft states further CPE names of a component as properties. */
function cpesOf(cpe: string | undefined, properties: unknown): string[] {
  const cpes = cpe === undefined ? [] : [cpe]
  for (const property of listOf(properties)) {
    if (!isRecord(property) || property['name'] !== 'syft:cpe23') continue
    if (typeof property['value'] === 'string') cpes.push(property['value'])
  }
  return cpes
}

/** Patches that are said to resolve a weakness: the version number stays, the weakness does not (CycloneDX pedigree). */
function fixesOf(pedigree: unknown): readonly FixClaim[] {
  if (!isRecord(pedigree)) return noFixes
  const ids = listOf(pedigree['patches']).flatMap((patch) =>
    listOf(isRecord(patch) ? patch['resolves'] : undefined).flatMap((issue) =>
      isRecord(issue) && issue['type'] === 'security' ? cvesIn(textOf(issue['id']) ?? '') : [],
    ),
  )
  return [...new Set(ids)].map((vulnerability) => ({ vulnerability, claim: 'patched', source: 'pedigree' }))
}

const noFixes: readonly FixClaim[] = []

function subjectOf(metadata: unknown): Sbom['subject'] {
  const component = isRecord(metadata) ? metadata['component'] : undefined
  if (!isRecord(component) || typeof component['name'] !== 'string') return undefined
  const version = component['version']
  return { name: component['name'], ...(typeof version === 'string' ? { version } : {}) }
}
