import { isRecord, type JsonObject, listOf, textOf } from '../untrusted.ts'
import { packagesOf } from './cve5-packages.ts'
import { readVersions } from './cve5-versions.ts'
import {
  type AdvisoryFormat,
  englishOf,
  Fault,
  identifierOf,
  newestCvss,
  type Note,
  optional,
  type Reading,
  records,
  summaryOf,
  timeOrZero,
  vectorsIn,
} from './reading.ts'
import type { Advisory, Affected, Ssvc } from './types.ts'

/**
 * CVE records, format 5. What the numbering authority (CNA) says and what others add to it (ADP) are kept apart, as
 * two advisories with one id: they often disagree.
 */
export const cve5: AdvisoryFormat = {
  name: 'CVE',
  recognises: (record) => 'cveMetadata' in record && 'containers' in record,
  read: readRecord,
}

function readRecord(record: JsonObject, note: Note): Reading {
  const [metadata, containers] = [record['cveMetadata'], record['containers']]
  if (!isRecord(metadata) || !isRecord(containers) || !isRecord(containers['cna'])) {
    throw new Fault('a CVE record needs cveMetadata and containers.cna')
  }
  const id = identifierOf(metadata['cveId'], 'a CVE record')
  const cna = containers['cna']
  const adps = records(containers['adp'], `${id}: containers.adp`)
  const modified = timeOrZero(metadata['dateUpdated'] ?? metadata['datePublished'] ?? cna['datePublic'])
  const common = { id, modified, withdrawn: metadata['state'] === 'REJECTED' }
  const summary = summaryOf(cna['title'], englishOf(cna['descriptions']))
  const cvss = newestCvss([cna, ...adps].flatMap((container) => vectorsIn(container['metrics'])))
  const ssvc = adps.map(ssvcOf).find((found) => found !== undefined)
  const advisories: Advisory[] = [
    {
      ...common,
      source: 'CVE',
      aliases: aliasesOf(cna),
      summary,
      ...optional('cvss', cvss),
      ...optional('ssvc', ssvc),
      affected: affectedOf(cna, id, note),
    },
  ]
  for (const adp of adps) {
    const affected = affectedOf(adp, id, note)
    if (affected.length === 0) continue
    const provider = isRecord(adp['providerMetadata'])
      ? textOf(adp['providerMetadata']['shortName'])
      : undefined
    const source = `CVE, ${/^[\w. -]{1,32}$/.test(provider ?? '') ? provider : 'unnamed'}`
    advisories.push({ ...common, source, aliases: [], summary, ...optional('cvss', cvss), affected })
  }
  return { advisories }
}

function aliasesOf(cna: JsonObject): string[] {
  const source = isRecord(cna['source']) ? textOf(cna['source']['advisory']) : undefined
  return source !== undefined && /^GHSA(-[a-z0-9]{4}){3}$/.test(source) ? [source] : []
}

function affectedOf(container: JsonObject, id: string, note: Note): Affected[] {
  return records(container['affected'], `${id}: affected`).flatMap((block) => {
    const packages = packagesOf(block)
    if (packages.length === 0) {
      note('CVE: a product without purl, collection or CPE')
      return []
    }
    return packages.flatMap(({ ecosystem, name, order, cpe, version }) => {
      const versions = readVersions(block, order, version)
      if (versions === undefined) {
        note('CVE: no version that can be compared')
        return []
      }
      return [{ ecosystem, name, ...optional('cpe', cpe), ...versions }]
    })
  })
}

/** SSVC as CISA's Vulnrichment writes it: a list of objects with one key each. */
function ssvcOf(adp: JsonObject): Ssvc | undefined {
  for (const metric of listOf(adp['metrics'])) {
    const other = isRecord(metric) ? metric['other'] : undefined
    const content = isRecord(other) && other['type'] === 'ssvc' ? other['content'] : undefined
    if (!isRecord(content)) continue
    const options = Object.assign({}, ...listOf(content['options']).filter(isRecord)) as JsonObject
    const [exploitation, automatable] = [textOf(options['Exploitation']), textOf(options['Automatable'])]
    const technicalImpact = textOf(options['Technical Impact'])
    if (exploitation !== undefined && automatable !== undefined && technicalImpact !== undefined) {
      return { exploitation, automatable, technicalImpact }
    }
  }
  return undefined
}
