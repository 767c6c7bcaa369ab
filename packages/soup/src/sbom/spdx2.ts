/** SPDX 2.2 and 2.3 as plain values: what JSON gives, and what the tag-value reader makes. */
import { boundedText, cvesIn, isRecord, type JsonObject, listOf, show, textOf } from '../untrusted.ts'
import { Collector } from './collector.ts'
import type { FixClaim, ReadSbomResult, Sbom, SbomFormat, SoupIssue } from './types.ts'

/** 2.1 has the same packages; many tag-value documents still state it. */
const specVersions = new Set(['SPDX-2.1', 'SPDX-2.2', 'SPDX-2.3'])
const understood = new Set([
  'SPDXID',
  'spdxVersion',
  'creationInfo',
  'dataLicense',
  'documentNamespace',
  'documentDescribes',
  'name',
  'packages',
  'files',
  'relationships',
  'hasExtractedLicensingInfos',
  'comment',
])
/** What the specification writes where nothing is claimed (SPDX 2.3, clause 7). */
const unsaid = new Set(['NOASSERTION', 'NONE'])

/** Reads the root of an SPDX 2 document: all of it or nothing, with everything that is wrong. */
export function readSpdx2(root: JsonObject, format: SbomFormat): ReadSbomResult {
  const collector = new Collector()
  const specVersion = root['spdxVersion']
  if (typeof specVersion !== 'string' || !specVersions.has(specVersion)) {
    collector.issue('/spdxVersion', `found ${show(specVersion)}, wanted SPDX-2.1, SPDX-2.2 or SPDX-2.3`)
  }
  const packages = root['packages']
  if (packages !== undefined && packages !== null && !Array.isArray(packages)) {
    collector.issue('/packages', `found ${show(packages)}, wanted a list of packages`)
  }
  for (const [index, entry] of listOf(packages).entries()) {
    const path = `/packages/${index}`
    if (isRecord(entry)) readPackage(entry, textOf(entry['path']) ?? path, collector)
    else collector.issue(path, `found ${show(entry)}, wanted a package`)
    if (collector.full) break
  }
  for (const [key, value] of Object.entries(root)) {
    if (!understood.has(key)) collector.notUnderstood(key, Array.isArray(value) ? value.length : 1)
  }
  if (collector.issues.length > 0 || typeof specVersion !== 'string') {
    return { ok: false, issues: collector.issues }
  }
  const subject = subjectOf(root)
  const serialNumber = textOf(root['documentNamespace'])
  return {
    ok: true,
    sbom: {
      format,
      specVersion: specVersion.slice('SPDX-'.length),
      ...(serialNumber === undefined ? {} : { serialNumber }),
      ...(subject === undefined ? {} : { subject }),
      components: collector.components,
      notUnderstood: collector.notUnderstoodCounts(),
    },
  }
}

function readPackage(entry: JsonObject, path: string, collector: Collector): void {
  const issues: SoupIssue[] = []
  const name = boundedText(entry, 'name', path, issues)
  const version = boundedText(entry, 'versionInfo', path, issues)
  for (const issue of issues) collector.issue(issue.path, issue.message)
  if (issues.some((issue) => issue.path.endsWith('/name'))) return
  const references = listOf(entry['externalRefs']).filter(isRecord)
  const locators = (kind: RegExp): string[] =>
    references.flatMap((reference) =>
      kind.test(textOf(reference['referenceType']) ?? '')
        ? (textOf(reference['referenceLocator'])?.slice(0, locatorCharactersMax) ?? [])
        : [],
    )
  const [purl, ...morePurls] = locators(/(^|\/)purl$/)
  collector.notUnderstood('further purls of one package', morePurls.length)
  collector.add({
    name,
    type: (textOf(entry['primaryPackagePurpose']) ?? 'LIBRARY').toLowerCase(),
    version: version === undefined || unsaid.has(version) ? undefined : version,
    purl,
    cpes: locators(/(^|\/)cpe2[23]Type$/),
    fixes: fixesOf(entry),
    path,
    ref: textOf(entry['SPDXID']),
  })
}

/** One more than any purl or CPE may have, so that an overlong one is still refused as such. */
const locatorCharactersMax = 4097

/** Yocto's SPDX 2 writer lists the CVEs that a recipe's patches fix in the package's source information. */
function fixesOf(entry: JsonObject): FixClaim[] {
  const info = textOf(entry['sourceInfo']) ?? ''
  if (!info.startsWith('CVEs fixed:')) return []
  return cvesIn(info).map((vulnerability) => ({ vulnerability, claim: 'patched', source: 'recipe' }))
}

function subjectOf(root: JsonObject): Sbom['subject'] {
  const described = [
    ...listOf(root['documentDescribes']),
    ...listOf(root['relationships']).flatMap((entry) =>
      isRecord(entry) &&
      entry['spdxElementId'] === 'SPDXRef-DOCUMENT' &&
      /^DESCRIBES?$/.test(textOf(entry['relationshipType']) ?? '')
        ? [entry['relatedSpdxElement']]
        : [],
    ),
  ]
  const subject = listOf(root['packages'])
    .filter(isRecord)
    .find((entry) => described.includes(entry['SPDXID']))
  const name = textOf(subject?.['name'])
  const version = textOf(subject?.['versionInfo'])
  return name === undefined ? undefined : { name, ...(version === undefined ? {} : { version }) }
}
