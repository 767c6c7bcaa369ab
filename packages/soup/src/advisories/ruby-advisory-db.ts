import { textOf } from '../untrusted.ts'
import { rangeOfComparators, splitComparators } from './comparators.ts'
import {
  type AdvisoryFormat,
  Fault,
  noVersions,
  type Reading,
  summaryOf,
  texts,
  timeOrZero,
} from './reading.ts'
import type { AffectedRange } from './types.ts'

/** Advisories of rubysec: they name what is patched and what never was affected; everything else is. */
export const rubyAdvisoryDb: AdvisoryFormat = {
  name: 'rubysec',
  recognises: (record) => 'title' in record && ('gem' in record || 'engine' in record || 'library' in record),
  read: (record, note): Reading => {
    const cve = textOf(record['cve'])
    const ghsa = textOf(record['ghsa'])
    const osvdb = record['osvdb']
    const ids = [
      ...(cve === undefined ? [] : [`CVE-${cve}`]),
      ...(ghsa === undefined ? [] : [`GHSA-${ghsa}`]),
      ...(typeof osvdb === 'number' ? [`OSVDB-${osvdb}`] : []),
    ]
    const gem = textOf(record['gem'])
    const about = gem ?? textOf(record['engine']) ?? textOf(record['library'])
    if (about === undefined) throw new Fault('an advisory needs a gem, an engine or a library')
    // One CVE may be about several gems, each with a record of its own.
    const id = `RUBYSEC-${about}-${ids[0] ?? textOf(record['date']) ?? ''}`.slice(0, 128)
    if (gem === undefined) note('rubysec: an interpreter or a library instead of a gem')
    const requirements = [
      ...texts(record['patched_versions'], `${id}: patched_versions`),
      ...texts(record['unaffected_versions'], `${id}: unaffected_versions`),
    ]
    const except = requirements.map((text) => rangeOfComparators(splitComparators(text), 'RubyGems'))
    const sound = except.every((range): range is AffectedRange => range !== undefined)
    if (!sound) note('rubysec: no range of versions')
    const all: AffectedRange = { order: 'RubyGems', events: [{ kind: 'introduced', version: '0' }] }
    return {
      advisories: [
        {
          id,
          source: 'rubysec',
          modified: timeOrZero(record['date']),
          withdrawn: false,
          aliases: ids,
          summary: summaryOf(record['title']),
          affected:
            gem === undefined
              ? []
              : [
                  {
                    ecosystem: 'RubyGems',
                    name: gem,
                    ranges: sound ? [all] : [],
                    ...(sound ? { except } : {}),
                    versions: noVersions,
                  },
                ],
        },
      ],
    }
  },
}
