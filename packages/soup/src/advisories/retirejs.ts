import { isRecord, textOf } from '../untrusted.ts'
import { type AdvisoryFormat, Fault, isCve, noVersions, type Reading, summaryOf, texts } from './reading.ts'

/** Rows of retire.js about JavaScript libraries, by npm name. */
export const retirejs: AdvisoryFormat = {
  name: 'retire.js',
  recognises: (record) => 'below' in record && 'identifiers' in record && 'package' in record,
  read: (record): Reading => {
    const [name, below] = [textOf(record['package']), textOf(record['below'])]
    const identifiers = record['identifiers']
    if (name === undefined || below === undefined || !isRecord(identifiers)) {
      throw new Fault('a row needs package, below and identifiers')
    }
    const cves = texts(identifiers['CVE'], 'CVE').filter(isCve)
    const ghsa = textOf(identifiers['githubID'])
    const from = textOf(record['atOrAbove']) ?? '0'
    const own = ['retid', 'bug', 'issue', 'PR', 'release'].flatMap((key) => textOf(identifiers[key]) ?? [])
    // One weakness has a row for each branch, so the range is part of the id.
    const id = `RETIRE-${name}-${ghsa ?? own[0] ?? ''}-${from}-${below}`
      .replace(/[^\x21-\x7e]+/g, '-')
      .slice(0, 128)
    return {
      advisories: [
        {
          id,
          source: 'retire.js',
          modified: 0,
          withdrawn: false,
          aliases: [...cves, ...(ghsa === undefined ? [] : [ghsa])],
          summary: summaryOf(identifiers['summary']),
          affected: [
            {
              ecosystem: 'npm',
              name,
              ranges: [
                {
                  order: 'npm',
                  events: [
                    { kind: 'introduced', version: from },
                    { kind: 'fixed', version: below },
                  ],
                },
              ],
              except: texts(record['excludes'], 'excludes').map((version) => ({
                order: 'npm',
                events: [
                  { kind: 'introduced', version },
                  { kind: 'last_affected', version },
                ],
              })),
              versions: noVersions,
            },
          ],
        },
      ],
    }
  },
}
