import { isRecord, type JsonObject, textOf } from '../untrusted.ts'
import { rangesOfNpm } from './comparators.ts'
import {
  type AdvisoryFormat,
  Fault,
  isCve,
  type Note,
  noVersions,
  type Reading,
  summaryOf,
  texts,
} from './reading.ts'
import type { Advisory } from './types.ts'

/** Vulnerabilities of Node.js itself: one entry, or a table of them by number. */
export const nodejsCore: AdvisoryFormat = {
  name: 'Node.js',
  recognises: (record) =>
    isEntry(record) ||
    (Object.keys(record).every((key) => /^\d+$/.test(key)) && isEntry(Object.values(record)[0])),
  read: (record, note): Reading => ({
    advisories: (isEntry(record) ? [record] : Object.values(record)).map((entry) => {
      if (!isEntry(entry)) throw new Fault('found something else among the entries')
      return readEntry(entry, note)
    }),
  }),
}

function isEntry(value: unknown): value is JsonObject {
  return isRecord(value) && Array.isArray(value['cve']) && 'vulnerable' in value && !('module_name' in value)
}

function readEntry(entry: JsonObject, note: Note): Advisory {
  const cves = texts(entry['cve'], 'cve').filter(isCve)
  const [vulnerable, patched] = [textOf(entry['vulnerable']), textOf(entry['patched'])]
  const summary = summaryOf(entry['description'], entry['overview'])
  const ranges = vulnerable === undefined ? undefined : rangesOfNpm(vulnerable)
  const except = patched === undefined ? [] : rangesOfNpm(patched)
  if (ranges === undefined || except === undefined) note('Node.js: no range of versions')
  const about = {
    ranges: except === undefined ? [] : (ranges ?? []),
    except: except ?? [],
    versions: noVersions,
  }
  return {
    id: `NODEJS-${cves[0] ?? summary.slice(0, 60)}-${vulnerable ?? ''}`
      .replace(/[^\w.-]+/g, '-')
      .slice(0, 128),
    source: 'Node.js',
    modified: 0,
    withdrawn: false,
    aliases: cves,
    summary,
    affected: [
      { ecosystem: 'generic', name: 'node', ...about },
      { ecosystem: 'CPE', name: 'nodejs:node.js', ...about },
    ],
  }
}
