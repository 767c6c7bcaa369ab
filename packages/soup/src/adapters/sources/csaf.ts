import type { Json } from '@pericard/base'
import { isRecord, type JsonObject, listOf, textOf } from '../../untrusted.ts'
import { FeedError } from '../feed-error.ts'
import { listIn, objectOf } from './reading.ts'
import type { FeedSource, SourceTools } from './source.ts'

/** Documents of one provider. Each is one request. */
const documentsMax = 50_000
const rolieFeedsMax = 100

/**
 * The advisories of a CSAF provider, by its `provider-metadata.json` and ROLIE feeds (CSAF 2.0, 7.1.8 and 7.1.15). Only TLP:WHITE and
 * TLP:CLEAR feeds are read. Each document is asked for conditionally, and one that is no longer listed is taken back.
 */
export function csafSource(metadataAddress: string): FeedSource {
  return {
    name: `csaf-${new URL(metadataAddress).hostname}`,
    fetch: async (tools) => {
      const known = new Map(
        tools.before().flatMap((record) => (isRecord(record) ? [[idOf(record), record as Json]] : [])),
      )
      const records: Json[] = []
      for (const address of await documentsOf(metadataAddress, tools)) {
        const bytes = await tools.get(address)
        const kept = bytes === undefined ? known.get(idFrom(address)) : undefined
        records.push(kept ?? (objectOf(bytes ?? (await tools.fresh(address)), address) as Json))
      }
      return records
    },
  }
}

async function documentsOf(metadataAddress: string, { fresh }: SourceTools): Promise<readonly string[]> {
  const feeds = rolieFeedsOf(objectOf(await fresh(metadataAddress), 'provider metadata'))
  if (feeds.length === 0) throw new FeedError('FEED_DAMAGED', `${metadataAddress} names no open ROLIE feed`)
  const addresses = new Set<string>()
  for (const address of feeds.slice(0, rolieFeedsMax)) {
    const { feed } = objectOf(await fresh(address), address)
    for (const entry of listIn(isRecord(feed) ? feed : {}, 'entry', address)) {
      const content = isRecord(entry) ? entry['content'] : undefined
      const src = isRecord(content) ? textOf(content['src']) : undefined
      if (src === undefined)
        throw new FeedError('FEED_DAMAGED', `${address} has an entry without content.src`)
      addresses.add(src)
    }
  }
  if (addresses.size > documentsMax)
    throw new FeedError(
      'FEED_TOO_LARGE',
      `${metadataAddress}: ${addresses.size} documents, at most ${documentsMax}`,
    )
  return [...addresses]
}

function rolieFeedsOf(metadata: JsonObject): string[] {
  return listOf(metadata['distributions'])
    .filter(isRecord)
    .flatMap(({ rolie }) => (isRecord(rolie) ? listOf(rolie['feeds']) : []))
    .filter(isRecord)
    .filter(({ tlp_label: label }) => label === 'WHITE' || label === 'CLEAR')
    .flatMap(({ url }) => textOf(url) ?? [])
}

function idOf(record: JsonObject): string {
  const document = record['document']
  const tracking = isRecord(document) ? document['tracking'] : undefined
  return fileNameOf(isRecord(tracking) ? (textOf(tracking['id']) ?? '') : '')
}

function idFrom(address: string): string {
  return (
    new URL(address).pathname
      .split('/')
      .at(-1)
      ?.replace(/\.json$/, '') ?? ''
  )
}

/** CSAF 2.0, 5.1: the name of a document's file, made from its id. */
function fileNameOf(id: string): string {
  return id.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')
}
