/** SPDX 3.0 as JSON-LD, in the flat form that its JSON schema prescribes: a graph of elements that name each other. */
import { boundedText, cvesIn, isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'
import { Collector } from './collector.ts'
import type { FixClaim, ReadSbomResult, Sbom, SoupIssue } from './types.ts'

const packageTypes = new Set(['software_Package', 'ai_AIPackage', 'dataset_DatasetPackage'])
const vexClaims: ReadonlyMap<string, FixClaim['claim']> = new Map([
  ['security_VexFixedVulnAssessmentRelationship', 'patched'],
  ['security_VexNotAffectedVulnAssessmentRelationship', 'not-affected'],
])
/** Elements that say nothing about which packages there are, or are read elsewhere. */
const understood = new Set([
  'CreationInfo',
  'SpdxDocument',
  'software_Sbom',
  'Bom',
  'Tool',
  'Agent',
  'Person',
  'Organization',
  'SoftwareAgent',
  'Relationship',
  'LifecycleScopedRelationship',
  'software_File',
  'simplelicensing_LicenseExpression',
  'simplelicensing_SimpleLicensingText',
  'security_Vulnerability',
  ...packageTypes,
  ...vexClaims.keys(),
])

/** Reads an SPDX 3.0 document: all of it or nothing, with everything that is wrong. */
export function readSpdx3(root: JsonObject): ReadSbomResult {
  const collector = new Collector()
  const graph = root['@graph']
  if (!Array.isArray(graph)) {
    return {
      ok: false,
      issues: [{ path: '/@graph', message: `found ${show(graph)}, wanted a list of elements` }],
    }
  }
  const elements = graph.filter(isRecord)
  if (elements.length < graph.length) collector.issue('/@graph', 'an element is not an object')
  const fixes = fixesByPackage(elements)
  let specVersion: string | undefined
  for (const [index, entry] of graph.entries()) {
    if (!isRecord(entry)) continue
    const type = typeOf(entry)
    if (type === 'CreationInfo') specVersion ??= textOf(entry['specVersion'])
    if (packageTypes.has(type)) readPackage(entry, `/@graph/${index}`, fixes, collector)
    else if (!understood.has(type)) collector.notUnderstood(type.slice(0, 80) || 'element without a type')
    if (collector.full) break
  }
  if (specVersion === undefined || !/^3\.0(\.\d+)?$/.test(specVersion)) {
    collector.issue('/@graph', `found ${show(specVersion)} as specVersion of the creation, wanted 3.0`)
  }
  if (collector.issues.length > 0 || specVersion === undefined) return { ok: false, issues: collector.issues }
  const document = elements.find((entry) => typeOf(entry) === 'SpdxDocument')
  const serialNumber = textOf(document?.['spdxId'])
  const subject = subjectOf(elements, document)
  return {
    ok: true,
    sbom: {
      format: 'SPDX JSON-LD',
      specVersion,
      ...(serialNumber === undefined ? {} : { serialNumber }),
      ...(subject === undefined ? {} : { subject }),
      components: collector.components,
      notUnderstood: collector.notUnderstoodCounts(),
    },
  }
}

/** Writers use the short name of the context, or the whole IRI of the class. */
function typeOf(entry: JsonObject): string {
  const type = textOf(entry['type']) ?? textOf(entry['@type']) ?? ''
  const iri = /^https:\/\/spdx\.org\/rdf\/3\.0\.\d+\/terms\/(\w+)\/(\w+)$/.exec(type)
  if (iri === null) return type
  return iri[1] === 'Core' ? (iri[2] ?? '') : `${iri[1]?.toLowerCase()}_${iri[2]}`
}

function idOf(entry: JsonObject): string | undefined {
  return textOf(entry['spdxId']) ?? textOf(entry['@id'])
}

function readPackage(
  entry: JsonObject,
  path: string,
  fixes: ReadonlyMap<string, readonly FixClaim[]>,
  collector: Collector,
): void {
  const issues: SoupIssue[] = []
  const text = (key: string): string | undefined => boundedText(entry, key, path, issues)
  const [name, version] = [text('name'), text('software_packageVersion')]
  const [url, purpose] = [text('software_packageUrl'), text('software_primaryPurpose')]
  for (const issue of issues) collector.issue(issue.path, issue.message)
  if (issues.some((issue) => issue.path.endsWith('/name'))) return
  const purls = [...(url === undefined ? [] : [url]), ...identifiers(entry, /^packageUrl$/i)]
  const [purl, ...morePurls] = new Set(purls)
  collector.notUnderstood('further purls of one package', morePurls.length)
  const id = idOf(entry)
  collector.add({
    name,
    type: purpose ?? 'library',
    version,
    purl,
    cpes: identifiers(entry, /^cpe2[23]$/),
    fixes: fixes.get(id ?? '') ?? [],
    path,
    ref: id,
  })
}

function identifiers(entry: JsonObject, type: RegExp): string[] {
  return listOf(entry['externalIdentifier']).flatMap((identifier) =>
    isRecord(identifier) && type.test(textOf(identifier['externalIdentifierType']) ?? '')
      ? (textOf(identifier['identifier']) ?? [])
      : [],
  )
}

/** What the document's VEX relationships settle, by package; Yocto writes its CVE_STATUS so. */
function fixesByPackage(elements: readonly JsonObject[]): Map<string, FixClaim[]> {
  const names = new Map<string, readonly string[]>()
  for (const entry of elements) {
    if (typeOf(entry) !== 'security_Vulnerability') continue
    const known = [...identifiers(entry, /^cve$/i), textOf(entry['name']) ?? ''].flatMap(cvesIn)
    names.set(idOf(entry) ?? '', [...new Set(known)])
  }
  const fixes = new Map<string, FixClaim[]>()
  for (const entry of elements) {
    const claim = vexClaims.get(typeOf(entry))
    if (claim === undefined) continue
    const claims = (names.get(textOf(entry['from']) ?? '') ?? []).map(
      (vulnerability): FixClaim => ({ vulnerability, claim, source: 'vex' }),
    )
    for (const to of listOf(entry['to'])) {
      if (typeof to === 'string') fixes.set(to, [...(fixes.get(to) ?? []), ...claims])
    }
  }
  return fixes
}

function subjectOf(elements: readonly JsonObject[], document: JsonObject | undefined): Sbom['subject'] {
  const roots = new Set([...listOf(document?.['rootElement'])])
  for (const entry of elements) {
    if (typeOf(entry) === 'software_Sbom' && roots.has(idOf(entry)))
      for (const root of listOf(entry['rootElement'])) roots.add(root)
  }
  const subject = elements.find((entry) => packageTypes.has(typeOf(entry)) && roots.has(idOf(entry)))
  const name = textOf(subject?.['name'])
  const version = textOf(subject?.['software_packageVersion'])
  return name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) }
}
