import { listIn, objectOf } from './reading.ts'
import type { FeedSource } from './source.ts'

const kevAddress = 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json'

/** CISA's catalogue of vulnerabilities that are known to be exploited. @see https://www.cisa.gov/known-exploited-vulnerabilities-catalog */
export function kevSource(address: string = kevAddress): FeedSource {
  return {
    name: 'cisa-kev',
    fetch: async ({ get }) => {
      const bytes = await get(address)
      return bytes === undefined ? undefined : listIn(objectOf(bytes, 'KEV'), 'vulnerabilities', 'KEV')
    },
  }
}
