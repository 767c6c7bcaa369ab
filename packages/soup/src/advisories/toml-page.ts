import { isRecord, type JsonObject, listOf, textOf } from '../untrusted.ts'
import { rangeOfComparators, splitComparators } from './comparators.ts'
import {
  type AdvisoryFormat,
  Fault,
  identifierOf,
  newestCvss,
  type Note,
  noVersions,
  optional,
  type Reading,
  records,
  summaryOf,
  texts,
  timeOrZero,
} from './reading.ts'
import { parseToml } from './toml.ts'
import type { Affected, AffectedRange, RangeEvent } from './types.ts'

/**
 * Pages of Markdown that begin with an advisory in TOML, as `{ path, text }`: the Haskell and the Julia database. A
 * path whose text is another path is a link to it, and says nothing of its own.
 */
export const tomlPage: AdvisoryFormat = {
  name: 'TOML page',
  recognises: (record) => typeof record['path'] === 'string' && typeof record['text'] === 'string',
  read: (record, note): Reading => {
    const text = textOf(record['text']) ?? ''
    const head = /^```toml\r?\n([^]*?)\r?\n```/.exec(text)
    if (head === null) {
      // A reserved id has an empty page.
      if (/^([\w./-]+\.md)?$/.test(text.trim())) return { advisories: [] }
      throw new Fault('the page does not begin with TOML')
    }
    const title = /^#\s+(.+)$/m.exec(text.slice(head[0].length))?.[1]
    return readPage(parseToml(head[1] ?? ''), title ?? text.slice(head[0].length).trim(), note)
  },
}

function readPage(page: JsonObject, title: string, note: Note): Reading {
  const advisory = isRecord(page['advisory']) ? page['advisory'] : page
  const id = identifierOf(advisory['id'], 'an advisory in TOML')
  const haskell = id.startsWith('HSEC-')
  const blocks = records(page['affected'], `${id}: affected`)
  const vectors = [...listOf(page['severity']), ...blocks].flatMap((holder) =>
    isRecord(holder) ? (textOf(holder['score']) ?? textOf(holder['cvss']) ?? []) : [],
  )
  return {
    advisories: [
      {
        id,
        source: haskell ? 'Haskell' : 'Julia',
        modified: timeOrZero(advisory['modified'] ?? advisory['date']),
        withdrawn: advisory['withdrawn'] !== undefined,
        aliases: [
          ...texts(advisory['aliases'], `${id}: aliases`),
          ...texts(advisory['upstream'], `${id}: upstream`),
        ],
        summary: summaryOf(title),
        ...optional('cvss', newestCvss(vectors)),
        affected: blocks.flatMap((block) => readBlock(block, haskell, note)),
      },
    ],
  }
}

function readBlock(block: JsonObject, haskell: boolean, note: Note): Affected[] {
  const ecosystem = haskell ? 'Hackage' : 'Julia'
  const name = textOf(block[haskell ? 'package' : 'pkg'])
  if (name === undefined) {
    note(`${ecosystem}: a compiler or another program instead of a package`)
    return []
  }
  const ranges = haskell
    ? records(block['versions'], name).map((row) => rangeOfRow(row, ecosystem))
    : texts(block['ranges'], name).map((text) => rangeOfComparators(splitComparators(text), ecosystem))
  if (ranges.includes(undefined)) note(`${ecosystem}: no range of versions`)
  return [
    {
      ecosystem,
      name,
      ranges: ranges.every((range) => range !== undefined) ? ranges : [],
      versions: noVersions,
    },
  ]
}

function rangeOfRow(row: JsonObject, order: string): AffectedRange | undefined {
  const introduced = textOf(row['introduced'])
  const fixed = textOf(row['fixed'])
  if (introduced === undefined) return undefined
  const events: RangeEvent[] = [{ kind: 'introduced', version: introduced }]
  if (fixed !== undefined) events.push({ kind: 'fixed', version: fixed })
  return { order, events }
}
