import { isRecord, type JsonObject, textOf } from '../untrusted.ts'
import { splitCpe } from './cpe-name.ts'
import { orderOfProduct } from './products.ts'
import {
  type AdvisoryFormat,
  englishOf,
  Fault,
  identifierOf,
  newestCvss,
  noVersions,
  type Note,
  optional,
  type Reading,
  records,
  summaryOf,
  timeOrZero,
  vectorsIn,
} from './reading.ts'
import type { Advisory, Affected, AffectedRange, RangeEvent } from './types.ts'

/**
 * CVEs as the National Vulnerability Database gives them (API 2.0): a page of them, one, or a row of a curated set of
 * configurations (`cve_id`).
 */
export const nvd: AdvisoryFormat = {
  name: 'NVD',
  recognises: (record) =>
    'cve_id' in record ||
    (isRecord(record['cve']) && ('configurations' in record['cve'] || 'vulnStatus' in record['cve'])) ||
    (textOf(record['format'])?.startsWith('NVD_CVE') === true && 'vulnerabilities' in record),
  read: (record, note): Reading => ({
    advisories: ('vulnerabilities' in record ? records(record['vulnerabilities'], 'NVD') : [record]).map(
      (entry) => readEntry(entry, note),
    ),
  }),
}

function readEntry(entry: JsonObject, note: Note): Advisory {
  const cve = entry['cve']
  if (!isRecord(cve)) throw new Fault('an entry of NVD needs a cve')
  const id = identifierOf(entry['cve_id'] ?? cve['id'], 'an entry of NVD')
  const groups = new Map<string, Group>()
  for (const configuration of records(cve['configurations'], `${id}: configurations`)) {
    readConfiguration(configuration, id, groups, note)
  }
  return {
    id,
    source: 'NVD',
    modified: timeOrZero(entry['modified'] ?? cve['lastModified']),
    withdrawn: cve['vulnStatus'] === 'Rejected',
    aliases: [],
    summary: summaryOf(englishOf(cve['descriptions'])),
    ...optional('cvss', newestCvss(vectorsIn(cve['metrics']))),
    affected: [...groups.values()].map(toAffected),
  }
}

/** Rows about one product that hold under the same circumstances. */
interface Group {
  readonly entry: Omit<Affected, 'ranges' | 'versions'>
  readonly ranges: AffectedRange[]
  readonly versions: Set<string>
}

function toAffected({ entry, ranges, versions }: Group): Affected {
  return { ...entry, ranges, versions: versions.size === 0 ? noVersions : versions }
}

function readConfiguration(
  configuration: JsonObject,
  id: string,
  groups: Map<string, Group>,
  note: Note,
): void {
  const nodes = records(configuration['nodes'], `${id}: nodes`)
  const rows = nodes.map((node) =>
    node['negate'] === true ? [] : records(node['cpeMatch'], `${id}: cpeMatch`),
  )
  if (nodes.some((node) => node['negate'] === true)) note('NVD: a negated node')
  // "Running on" nodes are never what is vulnerable. Hardware comes with its firmware; an operating system or another
  // program may be absent, so that a match without it is only a hint.
  const conditional =
    configuration['operator'] === 'AND' &&
    rows.some((node) => node.every((row) => row['vulnerable'] !== true && !isHardware(row['criteria'])))
  for (const row of rows.flat()) if (row['vulnerable'] === true) readRow(row, conditional, groups, note)
}

function isHardware(criteria: unknown): boolean {
  return textOf(criteria)?.startsWith('cpe:2.3:h:') === true
}

function readRow(row: JsonObject, conditional: boolean, groups: Map<string, Group>, note: Note): void {
  const cpe = splitCpe(textOf(row['criteria']) ?? '')
  if (cpe === undefined) {
    note('NVD: a CPE name without vendor and product')
    return
  }
  const events = eventsOf(row)
  if (events.length === 0 && cpe.version === '-') {
    note('NVD: a CPE name without a version')
    return
  }
  const open = events.length === 0 && cpe.version === '*'
  const weak: Affected['weak'] | undefined = open
    ? 'names no versions'
    : conditional
      ? 'only on a named platform'
      : undefined
  const key = JSON.stringify([cpe.key, cpe.limits, weak])
  const group: Group = groups.get(key) ?? {
    entry: { ecosystem: 'CPE', name: cpe.key, cpe: cpe.limits, ...optional('weak', weak) },
    ranges: [],
    versions: new Set<string>(),
  }
  groups.set(key, group)
  if (events.length === 0 && !open) group.versions.add(cpe.version)
  else {
    const lower: RangeEvent[] = events.some(({ kind }) => kind === 'introduced' || kind === 'above')
      ? []
      : [{ kind: 'introduced', version: '0' }]
    group.ranges.push({ order: orderOfProduct(cpe.key), events: [...lower, ...events] })
  }
}

const bounds = [
  ['versionStartIncluding', 'introduced'],
  ['versionStartExcluding', 'above'],
  ['versionEndExcluding', 'fixed'],
  ['versionEndIncluding', 'last_affected'],
] as const

function eventsOf(row: JsonObject): RangeEvent[] {
  return bounds.flatMap(([key, kind]) => {
    const version = textOf(row[key])
    return version === undefined ? [] : [{ kind, version: version.toLowerCase() }]
  })
}
