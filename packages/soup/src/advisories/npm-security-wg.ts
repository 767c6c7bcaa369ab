import { textOf } from '../untrusted.ts'
import { rangesOfNpm } from './comparators.ts'
import {
  type AdvisoryFormat,
  Fault,
  isCve,
  newestCvss,
  noVersions,
  optional,
  type Reading,
  summaryOf,
  texts,
  timeOrZero,
} from './reading.ts'

/** Advisories of the Node.js security working group about npm packages. */
export const npmSecurityWg: AdvisoryFormat = {
  name: 'npm security working group',
  recognises: (record) => 'module_name' in record && 'vulnerable_versions' in record,
  read: (record, note): Reading => {
    const name = textOf(record['module_name'])
    const number = record['id']
    if (name === undefined || typeof number !== 'number')
      throw new Fault('an advisory needs id and module_name')
    const id = `NSWG-ECO-${number}`
    const ranges = rangesOfNpm(textOf(record['vulnerable_versions']) ?? '')
    if (ranges === undefined) note('npm security working group: no range of versions')
    const cvss = textOf(record['cvss_vector'])
    return {
      advisories: [
        {
          id,
          source: 'npm security working group',
          modified: timeOrZero(record['updated_at']),
          withdrawn: false,
          aliases: texts(record['cves'] ?? [], `${id}: cves`).filter(isCve),
          summary: summaryOf(record['title'], record['overview']),
          ...optional('cvss', newestCvss(cvss === undefined ? [] : [cvss])),
          affected: [{ ecosystem: 'npm', name, ranges: ranges ?? [], versions: noVersions }],
        },
      ],
    }
  },
}
