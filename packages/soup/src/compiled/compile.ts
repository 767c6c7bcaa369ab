import { crc32, deflateRawSync } from 'node:zlib'
import { utf8 } from '@pericard/base'
import type { Advisory, AdvisoryData } from '../advisories/types.ts'
import { tablesOf } from '../advisory-index.ts'
import { type CodedAdvisory, codeEntry, TextTable } from './entry-codec.ts'
import {
  advisoriesPerRecord,
  compiledLimits,
  fixedBytes,
  type Head,
  hashOf,
  type Kind,
  magic,
  packing,
  prefixBytes,
  slotBytes,
  version,
} from './layout.ts'

/** Compiles advisories into a file that opens at once, however many there are. Equal data gives equal bytes. */
export function compileIndex(data: AdvisoryData): Uint8Array {
  const tables = tablesOf(data)
  const records = new Records()
  const [sources, orders] = [new TextTable(), new TextTable()]
  const advisories = new Numbered(records, sources)
  for (const [ecosystem, packages] of sortedEntries(tables.hits)) {
    for (const [name, hits] of sortedEntries(packages)) {
      const sorted = [...hits].sort((a, b) => compareTexts(placeOf(a.advisory), placeOf(b.advisory)))
      const key = [ecosystem, name] as const
      const coded = sorted.map(({ advisory, entry, vulnerabilities }) =>
        codeEntry(entry, advisories.numberOf(advisory), vulnerabilities, key, orders),
      )
      records.add('hits', ecosystem, name, coded)
    }
  }
  advisories.write()
  for (const [key, products] of sortedEntries(tables.products))
    records.add('product', key, '', [...products].sort())
  for (const [cve, facts] of sortedEntries(tables.facts)) records.add('facts', cve, '', facts)
  const head: Head = {
    newest: tables.newest ?? null,
    advisoryCount: tables.advisoryCount,
    ecosystems: [...tables.ecosystems].sort(),
    notUnderstood: Object.fromEntries(sortedEntries(new Map(Object.entries(tables.notUnderstood)))),
    sources: sources.texts,
    orders: orders.texts,
  }
  return records.fileWith(utf8(JSON.stringify(head)))
}

/** Gives each advisory a number, once. A summary that an advisory of the same id has is not written again. */
class Numbered {
  private readonly coded: CodedAdvisory[] = []
  private readonly numbers = new Map<Advisory, number>()
  private readonly summaries = new Map<string, number>()
  private readonly records: Records
  private readonly sources: TextTable

  constructor(records: Records, sources: TextTable) {
    this.records = records
    this.sources = sources
  }

  numberOf(advisory: Advisory): number {
    const known = this.numbers.get(advisory)
    if (known !== undefined) return known
    const number = this.numbers.size
    this.numbers.set(advisory, number)
    const { id, source, modified, aliases, summary, cvss } = advisory
    const same = this.summaries.get(summary)
    if (same === undefined) this.summaries.set(summary, number)
    const coded: CodedAdvisory = [
      id,
      this.sources.numberOf(source),
      modified,
      aliases,
      same ?? summary,
      cvss ?? null,
    ]
    this.coded.push(coded)
    return number
  }

  /** Writes all that have a number. */
  write(): void {
    for (let from = 0; from < this.coded.length; from += advisoriesPerRecord) {
      const batch = String(from / advisoriesPerRecord)
      this.records.add('advisories', batch, '', this.coded.slice(from, from + advisoriesPerRecord))
    }
  }
}

interface Written {
  readonly hash: number
  readonly bytes: Uint8Array
}

class Records {
  private readonly written: Written[] = []

  /** A record repeats its key, since two keys may have one hash. */
  add(kind: Kind, first: string, second: string, value: unknown): void {
    const plain = utf8(JSON.stringify([kind, first, second, value]))
    const packed = plain.length > compiledLimits.plainBytesMax
    const body = packed ? deflateRawSync(plain) : plain
    const bytes = new Uint8Array(prefixBytes + body.length)
    bytes[prefixBytes - 1] = packed ? packing.deflated : packing.plain
    bytes.set(body, prefixBytes)
    new DataView(bytes.buffer).setUint32(0, crc32(bytes.subarray(prefixBytes - 1)), true)
    this.written.push({ hash: hashOf(kind, first, second), bytes })
  }

  fileWith(head: Uint8Array): Uint8Array {
    const slots = slotCountFor(this.written.length)
    const recordsAt = fixedBytes + head.length + slots * slotBytes
    const size = this.written.reduce((sum, { bytes }) => sum + bytes.length, recordsAt)
    const file = new Uint8Array(size)
    const view = new DataView(file.buffer)
    file.set(utf8(magic))
    view.setUint32(8, version, true)
    view.setUint32(12, slots, true)
    view.setUint32(16, head.length, true)
    file.set(head, fixedBytes)
    const slotsAt = fixedBytes + head.length
    let at = recordsAt
    for (const { hash, bytes } of this.written) {
      let slot = slotsAt + (hash & (slots - 1)) * slotBytes
      while (view.getUint32(slot + 8, true) !== 0)
        slot = slot + slotBytes < recordsAt ? slot + slotBytes : slotsAt
      view.setUint32(slot, hash, true)
      view.setUint32(slot + 4, at, true)
      view.setUint32(slot + 8, bytes.length, true)
      file.set(bytes, at)
      at += bytes.length
    }
    view.setUint32(20, crc32(file.subarray(8, 20), crc32(file.subarray(fixedBytes, recordsAt))), true)
    return file
  }
}

/** A power of two, so that about half of the slots stay empty and a miss is short. */
function slotCountFor(records: number): number {
  let slots = 16
  while (slots < records * 2) slots *= 2
  return slots
}

function placeOf({ source, id }: Advisory): string {
  return `${source}\n${id}`
}

function sortedEntries<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => compareTexts(a, b))
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
