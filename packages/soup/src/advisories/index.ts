import { fromUtf8, JsonError, parseJson } from '@pericard/base'
import { soupLimits } from '../limits.ts'
import { isRecord, show } from '../untrusted.ts'
import { csaf } from './csaf.ts'
import { curl } from './curl.ts'
import { cve5 } from './cve5.ts'
import { kev } from './kev.ts'
import { nodejsCore } from './nodejs-core.ts'
import { npmSecurityWg } from './npm-security-wg.ts'
import { nvd } from './nvd.ts'
import { osv } from './osv.ts'
import { phpComposer } from './php-composer.ts'
import { purl2cpe } from './purl2cpe.ts'
import { type AdvisoryFormat, Fault, type Note } from './reading.ts'
import { retirejs } from './retirejs.ts'
import { rubyAdvisoryDb } from './ruby-advisory-db.ts'
import { tomlPage } from './toml-page.ts'
import type { AdvisoriesResult, Advisory, CpeMapping } from './types.ts'

/** The first that recognises a record reads it. OSV asks for least, so it comes last. */
export const advisoryFormats: readonly AdvisoryFormat[] = [
  cve5,
  nvd,
  kev,
  csaf,
  curl,
  retirejs,
  rubyAdvisoryDb,
  phpComposer,
  npmSecurityWg,
  nodejsCore,
  purl2cpe,
  tomlPage,
  osv,
]

/**
 * Reads advisories of any known format, told apart by content: one document, a list, or one record per line. All or
 * nothing, since a feed that lost a record in silence would answer "not affected" for what the record names.
 */
export function readAdvisories(bytes: Uint8Array): AdvisoriesResult {
  if (bytes.length > soupLimits.advisoryFeedBytesMax) {
    return refused(`it has ${bytes.length} bytes, at most ${soupLimits.advisoryFeedBytesMax} are taken`)
  }
  const text = fromUtf8(bytes)
  if (text === undefined) return refused('it is not UTF-8')
  const reader = new Reader()
  for (const { path, json } of entriesOf(text)) if (!reader.take(path, json)) break
  return reader.result()
}

/** The records of a feed as they stand there, for whoever keeps them; nothing is read from them. @throws {JsonError} */
export function rawRecords(bytes: Uint8Array): unknown[] {
  const text = fromUtf8(bytes)
  return text === undefined ? [] : [...entriesOf(text)].map(({ json }) => json())
}

class Reader {
  private readonly advisories: Advisory[] = []
  private readonly mappings: CpeMapping[] = []
  private readonly issues: { path: string; message: string }[] = []
  private readonly counts = new Map<string, number>()
  private readonly note: Note = (reason) => this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1)
  private taken = 0

  /** Takes one record; false where so much is wrong that reading on would only find more of the same. */
  take(path: string, json: () => unknown): boolean {
    try {
      const record = json()
      if (!isRecord(record)) throw new Fault(`found ${show(record)}, wanted an advisory`)
      const format = advisoryFormats.find(({ recognises }) => recognises(record))
      if (format === undefined) throw new Fault(`it is no advisory of a known format (${formatNames()})`)
      const reading = format.read(record, this.note)
      for (const advisory of reading.advisories) this.advisories.push(advisory)
      for (const mapping of reading.mappings ?? []) this.mappings.push(mapping)
      this.taken++
    } catch (error) {
      if (!(error instanceof Fault) && !(error instanceof JsonError)) throw error
      this.issues.push({ path, message: error.message })
    }
    return this.issues.length < soupLimits.issuesMax
  }

  result(): AdvisoriesResult {
    if (this.issues.length > 0) return { ok: false, issues: this.issues }
    if (this.taken === 0) return refused('it holds no advisory')
    const notUnderstood = Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    return { ok: true, advisories: this.advisories, mappings: this.mappings, notUnderstood }
  }
}

function formatNames(): string {
  return advisoryFormats.map(({ name }) => name).join(', ')
}

interface Entry {
  readonly path: string
  readonly json: () => unknown
}

const recordLimits = {
  charactersMax: soupLimits.advisoryCharactersMax,
  depthMax: soupLimits.advisoryDepthMax,
}

function* entriesOf(text: string): Generator<Entry> {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const first = lines[0]?.trim() ?? ''
  if (lines.every((line) => line.trimStart().startsWith('{')) && first.endsWith('}')) {
    for (const [index, line] of lines.entries()) {
      yield { path: `line ${index + 1}`, json: () => parseJson(line, recordLimits) }
    }
    return
  }
  let whole: unknown
  try {
    whole = parseJson(text, { ...recordLimits, charactersMax: soupLimits.advisoryFeedBytesMax })
  } catch (error) {
    yield { path: '', json: () => rethrow(error) }
    return
  }
  if (!Array.isArray(whole)) yield { path: '', json: () => whole }
  else for (const [index, json] of whole.entries()) yield { path: `/${index}`, json: () => json as unknown }
}

function rethrow(error: unknown): never {
  throw error
}

function refused(message: string): AdvisoriesResult {
  return { ok: false, issues: [{ path: '', message }] }
}
