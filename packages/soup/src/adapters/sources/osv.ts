import type { Json } from '@pericard/base'
import { FeedError } from '../feed-error.ts'
import { unzip } from '../unzip.ts'
import { objectOf } from './reading.ts'
import type { FeedSource } from './source.ts'

const osvAddress = 'https://osv-vulnerabilities.storage.googleapis.com/'

/** All records of one OSV ecosystem, for example `npm` or `Debian:12`. @see https://google.github.io/osv.dev/data/ */
export function osvSource(ecosystem: string, base: string = osvAddress): FeedSource {
  return {
    name: `osv-${ecosystem.toLowerCase().replace(/[^a-z0-9.]+/g, '-')}`,
    fetch: async ({ get }) => {
      const bytes = await get(new URL(`${encodeURIComponent(ecosystem)}/all.zip`, base).href)
      if (bytes === undefined) return undefined
      const records: Json[] = []
      for (const { name, bytes: file } of unzip(bytes, (entry) => entry.endsWith('.json')))
        records.push(objectOf(file, name) as Json)
      // An empty archive would take every advisory of the ecosystem back.
      if (records.length === 0)
        throw new FeedError('FEED_DAMAGED', `OSV ${ecosystem}: the archive holds no record`)
      return records
    },
  }
}
