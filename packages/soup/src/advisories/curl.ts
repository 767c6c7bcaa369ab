import { textOf } from '../untrusted.ts'
import { type AdvisoryFormat, Fault, noVersions, type Reading, summaryOf, timeOrZero } from './reading.ts'
import type { Affected } from './types.ts'

/** The list that the curl project keeps of its own vulnerabilities. */
export const curl: AdvisoryFormat = {
  name: 'curl',
  recognises: (record) => record['package'] === 'curl' && 'introduced' in record && 'announced' in record,
  read: (record): Reading => {
    const id = textOf(record['cve'])
    const [introduced, last] = [textOf(record['introduced']), textOf(record['last_affected'])]
    if (id === undefined || introduced === undefined || last === undefined) {
      throw new Fault('an entry needs cve, introduced and last_affected')
    }
    const order = 'generic'
    const affected = (ecosystem: string, name: string): Affected => ({
      ecosystem,
      name,
      ranges: [
        {
          order,
          events: [
            { kind: 'introduced', version: introduced },
            { kind: 'last_affected', version: last },
          ],
        },
      ],
      versions: noVersions,
    })
    // The tool and the library are one release; a flaw of the tool alone is no flaw of libcurl.
    const products = record['part'] === 'tool' ? ['haxx:curl'] : ['haxx:curl', 'haxx:libcurl']
    const day = /^(\d{4})(\d\d)(\d\d)$/.exec(textOf(record['announced']) ?? '')
    return {
      advisories: [
        {
          id: `CURL-${id}`,
          source: 'curl',
          modified: timeOrZero(day === null ? undefined : `${day[1]}-${day[2]}-${day[3]}`),
          withdrawn: false,
          aliases: [id],
          summary: summaryOf(record['name']),
          affected: [affected('generic', 'curl'), ...products.map((name) => affected('CPE', name))],
        },
      ],
    }
  },
}
