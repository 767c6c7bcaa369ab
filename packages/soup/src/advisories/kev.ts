import type { JsonObject } from '../untrusted.ts'
import {
  type AdvisoryFormat,
  Fault,
  identifierOf,
  optional,
  type Reading,
  records,
  summaryOf,
  timeOrZero,
} from './reading.ts'
import type { Advisory } from './types.ts'

/** CISA's catalogue of vulnerabilities known to be exploited: whole, or an entry. It names no packages, only CVEs. */
export const kev: AdvisoryFormat = {
  name: 'KEV',
  recognises: (record) =>
    ('catalogVersion' in record && 'vulnerabilities' in record) ||
    ('cveID' in record && 'dateAdded' in record),
  read: (record): Reading => ({
    advisories: ('catalogVersion' in record ? records(record['vulnerabilities'], 'KEV') : [record]).map(
      readEntry,
    ),
  }),
}

function readEntry(entry: JsonObject): Advisory {
  const id = identifierOf(entry['cveID'], 'an entry of KEV')
  const added = entry['dateAdded']
  if (typeof added !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(added))
    throw new Fault(`${id}: dateAdded is no date`)
  return {
    id,
    source: 'KEV',
    modified: timeOrZero(added),
    withdrawn: false,
    aliases: [],
    summary: summaryOf(entry['vulnerabilityName'], entry['shortDescription']),
    affected: [],
    ...optional('exploitedSince', added),
  }
}
