import type { Clock } from '@pericard/base'
import { type Command, InvalidArgumentError } from 'commander'
import { csafSource, type FeedSource, kevSource, nvdSource, osvSource } from '@pericard/soup/adapters/sources'
import { updateFeeds } from '@pericard/soup/adapters/update-feeds'
import { collect } from '../options.ts'
import { unusable } from './work.ts'

interface UpdateOptions {
  readonly feeds: string
  readonly osv: readonly string[]
  readonly nvd: readonly number[]
  readonly csaf: readonly string[]
  readonly kev?: true
  readonly osvAddress?: string
  readonly nvdAddress?: string
  readonly kevAddress?: string
}

/** `pericard soup update`: fetches public advisories where there is a network. */
export function registerSoupUpdate(soup: Command, clock: Clock): void {
  soup
    .command('update')
    .description(
      'fetch advisories from their public sources into a folder; what fails leaves its feed as it was',
    )
    .requiredOption('--feeds <dir>', 'folder of feeds; a scan or a snapshot takes it as --advisories')
    .option('--osv <ecosystem>', 'OSV ecosystem, as npm or Debian:12; repeatable', collect, [])
    .option('--nvd <year>', 'CVEs of a year as NVD describes them; repeatable', alsoYear, [])
    .option('--csaf <address>', "a maker's provider-metadata.json; repeatable", collect, [])
    .option('--kev', 'what CISA knows to be exploited')
    .option('--osv-address <url>', 'mirror of OSV')
    .option('--nvd-address <url>', 'mirror of the feeds of NVD')
    .option('--kev-address <url>', 'mirror of the file of KEV')
    .addHelpText(
      'after',
      `
Exit code: 0 all fetched, 2 some failed.

Example:
  $ pericard soup update --feeds feeds/ --osv npm --osv Debian:12 --kev --nvd 2026`,
    )
    .action(async (options: UpdateOptions) => {
      process.exitCode = await update(options, clock)
    })
}

async function update(options: UpdateOptions, clock: Clock): Promise<number> {
  const sources = sourcesOf(options)
  if (sources.length === 0)
    return unusable(['No source is named; name some with --osv, --nvd, --csaf or --kev'])
  let failed = 0
  for await (const outcome of updateFeeds(options.feeds, sources, clock)) {
    if (outcome.ok) {
      const { name, records, added, gone, notUnderstood } = outcome
      const changes =
        added + gone === 0 ? 'nothing changed' : `${added} new or changed, ${gone} gone or changed`
      console.log(`${name}: ${records} records, ${changes}; ${notUnderstood} statements not understood`)
    } else {
      failed++
      console.error(
        `${outcome.name}: ${outcome.error.message} (${outcome.error.code}); the feed stays as it was`,
      )
    }
  }
  return failed > 0 ? 2 : 0
}

function sourcesOf({ osv, nvd, csaf, kev, osvAddress, nvdAddress, kevAddress }: UpdateOptions): FeedSource[] {
  return [
    ...osv.map((ecosystem) => osvSource(ecosystem, osvAddress)),
    ...nvd.map((year) => nvdSource(year, nvdAddress)),
    ...csaf.map((address) => csafSource(address)),
    ...(kev === true ? [kevSource(kevAddress)] : []),
  ]
}

function alsoYear(value: string, before: readonly number[]): number[] {
  if (!/^(?:200[2-9]|20[1-9]\d)$/.test(value)) throw new InvalidArgumentError('a year from 2002 was wanted')
  return [...before, Number(value)]
}
