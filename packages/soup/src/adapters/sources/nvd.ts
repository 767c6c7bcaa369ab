import { gunzipSync } from 'node:zlib'
import { soupLimits } from '../../limits.ts'
import { FeedError } from '../feed-error.ts'
import { listIn, objectOf } from './reading.ts'
import type { FeedSource } from './source.ts'

const nvdAddress = 'https://nvd.nist.gov/feeds/json/cve/2.0/'

/** The CVEs of one year as the National Vulnerability Database describes them. @see https://nvd.nist.gov/vuln/data-feeds */
export function nvdSource(year: number, base: string = nvdAddress): FeedSource {
  return {
    name: `nvd-${year}`,
    fetch: async ({ get }) => {
      const packed = await get(new URL(`nvdcve-2.0-${year}.json.gz`, base).href)
      return packed === undefined
        ? undefined
        : listIn(objectOf(unpacked(packed), 'NVD'), 'vulnerabilities', 'NVD')
    },
  }
}

function unpacked(packed: Uint8Array): Uint8Array {
  try {
    return gunzipSync(packed, { maxOutputLength: soupLimits.advisoryFeedBytesMax })
  } catch (cause) {
    const most = soupLimits.advisoryFeedBytesMax
    throw new FeedError('FEED_DAMAGED', `NVD: it is no gzip that unpacks within ${most} bytes`, { cause })
  }
}
