import { crc32, inflateRawSync } from 'node:zlib'
import { fromUtf8, JsonError, parseJson } from '@pericard/base'
import type { Advisory, Affected } from '../advisories/types.ts'
import { type AdvisoryIndex, covering, type CveFacts, type Hit, normalName } from '../advisory-index.ts'
import { isRecord, listOf } from '../untrusted.ts'
import { type CodedAdvisory, type CodedEntry, decodeAdvisory, decodeEntry } from './entry-codec.ts'
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

/** Where the bytes of a compiled index lie: a file, or memory. */
export interface IndexSource {
  readonly size: number
  /** Bytes from `at`; fewer than `length` where the source ends. */
  readonly read: (at: number, length: number) => Uint8Array
}

export type SoupIndexErrorCode = 'SOUP_INDEX_DAMAGED'

/** A compiled index that cannot be used. Reading on would answer "no advisory" for what is lost. */
export class SoupIndexError extends Error {
  override readonly name = 'SoupIndexError'
  readonly code: SoupIndexErrorCode
  constructor(code: SoupIndexErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export function isCompiledIndex(bytes: Uint8Array): boolean {
  return fromUtf8(bytes.subarray(0, magic.length)) === magic
}

/**
 * Opens a compiled index. Records are read when a scan asks for them.
 *
 * @throws {SoupIndexError} `SOUP_INDEX_DAMAGED`, here or at a look-up.
 */
export function openIndex(source: IndexSource): AdvisoryIndex {
  const file = new CompiledFile(source)
  const { head } = file
  const ecosystems = new Set(head.ecosystems)
  const advisories = new AdvisoryTable(file)
  const decodeHits = (value: unknown, ecosystem: string, name: string): readonly Hit[] =>
    (value as CodedEntry[]).map(
      (coded) => new CompiledHit(decodeEntry(coded, [ecosystem, name], head.orders), coded, advisories),
    )
  return {
    hitsOf: (ecosystem, name) =>
      file.find('hits', covering(ecosystem), normalName(ecosystem, name), decodeHits) ?? noHits,
    covers: (ecosystem) => ecosystems.has(covering(ecosystem)),
    productsOf: (key) => file.find('product', key, '', asProducts) ?? noProducts,
    factsOf: (cve) => file.find('facts', cve, '', asFacts),
    ...(head.newest === null ? {} : { newest: head.newest }),
    advisoryCount: head.advisoryCount,
    notUnderstood: head.notUnderstood,
  }
}

const asProducts = (value: unknown): readonly string[] => value as string[]
const asFacts = (value: unknown): CveFacts => value as CveFacts
const asAdvisories = (value: unknown): readonly CodedAdvisory[] => value as CodedAdvisory[]
const noHits: readonly Hit[] = []
const noProducts: readonly string[] = []

/** Decoded records by slot, dropped all at once when there are too many. */
class Kept<Value> {
  /** One more than the place among the values; 0 where there is none. */
  private readonly places: Uint32Array
  private values: Value[] = []

  constructor(slots: number) {
    this.places = new Uint32Array(slots)
  }

  get(slot: number): Value | undefined {
    return this.values[(this.places[slot] ?? 0) - 1]
  }

  set(slot: number, value: Value): void {
    if (this.values.length >= compiledLimits.decodedMax) {
      this.places.fill(0)
      this.values = []
    }
    this.places[slot] = this.values.push(value)
  }
}

/** Most hits turn out not to cover the version, so their advisories are not decoded before somebody asks. */
class CompiledHit implements Hit {
  readonly entry: Affected
  readonly vulnerabilities: readonly string[]
  private readonly number: number
  private readonly advisories: AdvisoryTable

  constructor(entry: Affected, [number, vulnerabilities]: CodedEntry, advisories: AdvisoryTable) {
    this.entry = entry
    this.vulnerabilities = vulnerabilities
    this.number = number
    this.advisories = advisories
  }

  get advisory(): Advisory {
    return this.advisories.get(this.number)
  }
}

class AdvisoryTable {
  private readonly known = new Map<number, Advisory>()
  private readonly file: CompiledFile

  constructor(file: CompiledFile) {
    this.file = file
  }

  /** @throws {SoupIndexError} */
  get(number: number): Advisory {
    const known = this.known.get(number)
    if (known !== undefined) return known
    const coded = this.coded(number)
    const summary = typeof coded[4] === 'number' ? this.coded(coded[4])[4] : coded[4]
    const advisory = decodeAdvisory(coded, String(summary), this.file.head.sources)
    if (this.known.size >= compiledLimits.decodedMax) this.known.clear()
    this.known.set(number, advisory)
    return advisory
  }

  private coded(number: number): CodedAdvisory {
    const batch = String(Math.floor(number / advisoriesPerRecord))
    const coded = this.file.find('advisories', batch, '', asAdvisories)?.[number % advisoriesPerRecord]
    if (coded === undefined) throw damaged('an entry refers to an advisory that is not there')
    return coded
  }
}

interface RecordKey {
  readonly kind: unknown
  readonly first: unknown
  readonly second: unknown
}

type CodedRecord = RecordKey & { readonly coded: unknown }
type DecodedRecord = RecordKey & { readonly decoded: unknown }

class CompiledFile {
  readonly head: Head
  private readonly slots: Uint32Array
  private readonly mask: number
  private readonly source: IndexSource
  private readonly records: Kept<DecodedRecord>

  constructor(source: IndexSource) {
    this.source = source
    const fixed = source.read(0, fixedBytes)
    if (fixed.length < fixedBytes || !isCompiledIndex(fixed)) throw damaged('it is no compiled index')
    const view = new DataView(fixed.buffer, fixed.byteOffset, fixed.length)
    const [found, slots, headBytes] = [
      view.getUint32(8, true),
      view.getUint32(12, true),
      view.getUint32(16, true),
    ]
    if (found !== version)
      throw damaged(`it has version ${found}, version ${version} is read; compile it anew`)
    const sound = slots > 0 && slots <= compiledLimits.slotsMax && headBytes <= compiledLimits.headBytesMax
    if (!sound || (slots & (slots - 1)) !== 0) throw damaged('its head states sizes that cannot be')
    const length = headBytes + slots * slotBytes
    const bytes = source.read(fixedBytes, length)
    if (bytes.length < length) throw damaged(`it ends after ${source.size} bytes, in its table of slots`)
    if (crc32(fixed.subarray(8, 20), crc32(bytes)) !== view.getUint32(20, true)) {
      throw damaged('the checksum of its table does not match')
    }
    this.head = headOf(bytes.subarray(0, headBytes))
    // A copy, since 32-bit words have to lie on their boundary.
    this.slots = new Uint32Array(bytes.slice(headBytes).buffer)
    this.mask = slots - 1
    this.records = new Kept(slots)
  }

  /**
   * The value of a key, decoded once, or `undefined` where there is none. Each kind has one way to decode.
   *
   * @throws {SoupIndexError}
   */
  find<Value>(
    kind: Kind,
    first: string,
    second: string,
    decode: (value: unknown, first: string, second: string) => Value,
  ): Value | undefined {
    const hash = hashOf(kind, first, second)
    const { slots, mask } = this
    for (let at = hash & mask, tries = 0; tries <= mask; at = (at + 1) & mask, tries++) {
      if (slots[at * 3 + 2] === 0) return undefined
      if (slots[at * 3] !== hash) continue
      const known = this.records.get(at) ?? this.parse(at)
      // Two keys may have one hash.
      if (known.kind !== kind || known.first !== first || known.second !== second) continue
      if ('decoded' in known) return known.decoded as Value
      const decoded = decode(known.coded, first, second)
      this.records.set(at, { kind, first, second, decoded })
      return decoded
    }
    return undefined
  }

  private parse(slot: number): CodedRecord {
    const [at = 0, length = 0] = this.slots.subarray(slot * 3 + 1, slot * 3 + 3)
    if (length <= prefixBytes || length > compiledLimits.recordBytesMax) {
      throw damaged('a record has a length that cannot be')
    }
    const bytes = this.source.read(at, length)
    if (bytes.length < length) throw damaged(`it ends after ${this.source.size} bytes, in a record`)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    if (crc32(bytes.subarray(prefixBytes - 1)) !== view.getUint32(0, true)) {
      throw damaged('the checksum of a record does not match')
    }
    const body = bytes.subarray(prefixBytes)
    const [kind, first, second, coded] = listOf(
      jsonOf(bytes[prefixBytes - 1] === packing.deflated ? inflated(body) : body),
    )
    return { kind, first, second, coded }
  }
}

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: compiledLimits.recordBytesMax })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw damaged('a record cannot be unpacked')
  }
}

function headOf(bytes: Uint8Array): Head {
  const head = jsonOf(bytes)
  if (!isRecord(head)) throw damaged('its head is no object')
  return head as unknown as Head
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes)
  if (text === undefined) throw damaged('a record is not UTF-8')
  try {
    return parseJson(text, { charactersMax: compiledLimits.recordBytesMax, depthMax: 16 })
  } catch (error) {
    if (error instanceof JsonError) throw damaged('a record is no JSON')
    throw error
  }
}

function damaged(what: string): SoupIndexError {
  return new SoupIndexError('SOUP_INDEX_DAMAGED', `Cannot use the advisory index: ${what}`)
}
