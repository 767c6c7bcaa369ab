import { isRecord, textOf } from '../untrusted.ts'
import { rangeOfComparators } from './comparators.ts'
import {
  type AdvisoryFormat,
  Fault,
  isCve,
  noVersions,
  type Reading,
  summaryOf,
  texts,
  timeOrZero,
} from './reading.ts'
import type { AffectedRange } from './types.ts'

/** Advisories of FriendsOfPHP about Composer packages: one list of comparators for each branch. */
export const phpComposer: AdvisoryFormat = {
  name: 'FriendsOfPHP',
  recognises: (record) =>
    textOf(record['reference'])?.startsWith('composer://') === true && 'branches' in record,
  read: (record, note): Reading => {
    const name = textOf(record['reference'])?.slice('composer://'.length) ?? ''
    const branches = record['branches']
    if (name === '' || !isRecord(branches)) throw new Fault('an advisory needs reference and branches')
    const cve = textOf(record['cve'])
    const known = cve !== undefined && isCve(cve) ? [cve] : []
    const title = summaryOf(record['title'])
    const entries = Object.values(branches).filter(isRecord)
    const ranges = entries.map((branch) =>
      rangeOfComparators(texts(branch['versions'], 'versions'), 'Packagist'),
    )
    const sound = ranges.every((range): range is AffectedRange => range !== undefined)
    if (!sound) note('FriendsOfPHP: no range of versions')
    return {
      advisories: [
        {
          // One CVE may be about several packages, each with a record of its own.
          id: `FOP-${name}-${known[0] ?? title}`.replace(/[^\w/.-]+/g, '-').slice(0, 128),
          source: 'FriendsOfPHP',
          modified: Math.max(0, ...entries.map((branch) => timeOrZero(branch['time']))),
          withdrawn: false,
          aliases: known,
          summary: title,
          affected: [{ ecosystem: 'Packagist', name, ranges: sound ? ranges : [], versions: noVersions }],
        },
      ],
    }
  },
}
