import type { Json } from '@pericard/base'

/** What a source may ask for while it fetches. */
export interface SourceTools {
  /** The bytes behind an address, or `undefined` where nothing changed since the feed was fetched. @throws {FeedError} */
  readonly get: (address: string) => Promise<Uint8Array | undefined>
  /** The same, asked for whatever was fetched before. @throws {FeedError} */
  readonly fresh: (address: string) => Promise<Uint8Array>
  /** The records of the feed as they were fetched before. */
  readonly before: () => readonly Json[]
}

/** One feed of one public source. One kind of source is one file. */
export interface FeedSource {
  /** Name of the feed, which is that of its file too. */
  readonly name: string
  /** All records that stand now, or `undefined` where nothing changed. What its source took back is no longer among them. @throws {FeedError} */
  readonly fetch: (tools: SourceTools) => Promise<readonly Json[] | undefined>
}
