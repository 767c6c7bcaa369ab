/** Brings a folder of feeds up to date: each feed as a whole, or left as it was. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { canonicalJson, type Clock, fromUtf8, type Json, parseJson, utf8 } from '@pericard/base'
import { z } from 'zod'
import { readAdvisories } from '../advisories/index.ts'
import { contentBytes, contentOf } from '../snapshot/content.ts'
import { SnapshotError } from '../snapshot/errors.ts'
import { soupLimits } from '../limits.ts'
import { defaultDownloadLimits, download, type DownloadLimits, type Validators } from './download.ts'
import { replaceFile } from './durable.ts'
import { FeedError } from './feed-error.ts'
import type { FeedSource } from './sources/source.ts'

/** Beside the feeds: when each was fetched, and what the servers said of it. `.meta.json` files hold no advisories. */
export const feedStateName = 'sources.meta.json'

const validators = z.strictObject({ etag: z.string().optional(), lastModified: z.string().optional() })
const stateSchema = z.record(
  z.string(),
  z.strictObject({ fetched: z.iso.datetime(), addresses: z.record(z.string(), validators) }),
)
type FeedState = z.infer<typeof stateSchema>[string]

/** What became of one feed. */
export type FeedOutcome = { readonly name: string } & (
  | {
      readonly ok: true
      readonly records: number
      readonly added: number
      /** Records that changed or that their source took back. */
      readonly gone: number
      /** Statements that no component can be compared with. */
      readonly notUnderstood: number
    }
  | { readonly ok: false; readonly error: FeedError }
)

/** Fetches each source in turn. One that fails changes nothing of its feed and does not stop the others. */
export async function* updateFeeds(
  folder: string,
  sources: readonly FeedSource[],
  clock: Clock,
  limits: DownloadLimits = defaultDownloadLimits,
): AsyncGenerator<FeedOutcome> {
  mkdirSync(folder, { recursive: true })
  for (const source of sources) {
    try {
      yield await updateFeed(folder, source, clock, limits)
    } catch (error) {
      if (!(error instanceof FeedError)) throw error
      yield { name: source.name, ok: false, error }
    }
  }
}

async function updateFeed(
  folder: string,
  source: FeedSource,
  clock: Clock,
  limits: DownloadLimits,
): Promise<FeedOutcome> {
  const { name } = source
  const path = join(folder, `${name}.jsonl`)
  const state = stateIn(folder)
  // Without the records of before there is nothing that "unchanged" could be about.
  const known = existsSync(path) ? (state[name]?.addresses ?? {}) : {}
  const said: Record<string, Validators> = {}
  const at = clock.now()
  const before = (): readonly Json[] => (existsSync(path) ? recordsOf(readFileSync(path)) : [])
  const temporary = (address: string): string =>
    join(folder, `.${name}.${createHash('sha256').update(address).digest('hex').slice(0, 16)}`)
  const load = async (address: string, ask: Validators): Promise<Uint8Array | undefined> => {
    const got = await download(address, temporary(address), ask, limits)
    if (!got.changed) {
      said[address] = ask
      return undefined
    }
    said[address] = got.validators
    const bytes = readFileSync(got.path)
    rmSync(got.path)
    return bytes
  }
  const fetched = await source.fetch({
    get: async (address) => await load(address, known[address] ?? {}),
    fresh: async (address) => {
      const bytes = await load(address, {})
      if (bytes !== undefined) return bytes
      throw new FeedError('FEED_UNREACHABLE', `${address} is said to be unchanged, and was not asked so`)
    },
    before,
  })
  const old = before()
  const records = fetched ?? old
  const outcome = fetched === undefined ? unchanged(old) : replace(path, name, old, fetched)
  const entry: FeedState = { fetched: new Date(at).toISOString(), addresses: said }
  // Last: a crash before it only fetches again.
  replaceFile(join(folder, feedStateName), utf8(canonicalJson({ ...state, [name]: entry })))
  return { name, ok: true, records: records.length, ...outcome }
}

interface Counts {
  readonly added: number
  readonly gone: number
  readonly notUnderstood: number
}

/** Every record has to be readable before it takes the place of what was there. */
function replace(path: string, name: string, old: readonly Json[], records: readonly Json[]): Counts {
  const bytes = linesOf(records)
  const read = readAdvisories(bytes)
  if (!read.ok) {
    const [issue] = read.issues
    throw new FeedError('FEED_DAMAGED', `${name}: ${issue?.path ?? ''}: ${issue?.message ?? ''}`)
  }
  const [before, after] = [old, records].map((list) => new Set(contentOf([{ name, records: list }])))
  replaceFile(path, bytes)
  return {
    added: [...(after ?? [])].filter((line) => before?.has(line) !== true).length,
    gone: [...(before ?? [])].filter((line) => after?.has(line) !== true).length,
    notUnderstood: sum(read.notUnderstood),
  }
}

function unchanged(old: readonly Json[]): Counts {
  const read = readAdvisories(linesOf(old))
  return { added: 0, gone: 0, notUnderstood: read.ok ? sum(read.notUnderstood) : 0 }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, times) => total + times, 0)
}

function linesOf(records: readonly Json[]): Uint8Array {
  try {
    return contentBytes(records.map((record) => canonicalJson(record)))
  } catch (cause) {
    const why = cause instanceof SnapshotError ? cause.message : 'a record has no canonical form'
    throw new FeedError('FEED_DAMAGED', `The feed cannot be kept: ${why}`, { cause })
  }
}

function recordsOf(bytes: Uint8Array): Json[] {
  const text = fromUtf8(bytes) ?? ''
  const limits = { charactersMax: soupLimits.advisoryFeedBytesMax, depthMax: soupLimits.advisoryDepthMax }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseJson(line, limits) as Json)
}

function stateIn(folder: string): Readonly<Record<string, FeedState>> {
  const path = join(folder, feedStateName)
  if (!existsSync(path)) return {}
  const limits = { charactersMax: soupLimits.advisoryFeedBytesMax, depthMax: 8 }
  return stateSchema.parse(parseJson(fromUtf8(readFileSync(path)) ?? '', limits))
}
