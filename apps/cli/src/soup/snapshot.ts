import { existsSync, readFileSync } from 'node:fs'
import { type Clock, canonicalJson, fromUtf8, parseJson } from '@pericard/base'
import { type HybridKey, type HybridRole, hybridRoleSchema, publicHalf } from '@pericard/base/hybrid'
import { buildSnapshot, contentOf, openSnapshot, type SnapshotHead } from '@pericard/soup'
import { appliedIn, applyToStore, snapshotBytes } from '@pericard/soup/adapters/snapshot-store'
import { replaceFile } from '@pericard/soup/adapters/durable'
import { type Command, InvalidArgumentError } from 'commander'
import { collect, passphraseOf, wholeNumber, type WithPassphrase } from '../options.ts'
import { readFeeds } from './feeds.ts'
import { unusable } from './work.ts'

/** `pericard soup snapshot …`: advisories for a network that reaches nothing else. */
export function registerSnapshot(soup: Command, clock: Clock): void {
  const snapshot = soup.command('snapshot').description('advisories for closed networks: signed, with deltas')
  snapshot
    .command('key')
    .description('make a signing key, and the file by which receivers know it')
    .requiredOption('--out <file>', 'key file to write')
    .requiredOption('--trust <file>', 'trust file to write, or to add the key to')
    .option('--threshold <n>', 'how many keys of the trust file have to sign', wholeNumber, 1)
    .requiredOption('--passphrase-file <file>', 'passphrase of the key')
    .addHelpText('after', example('key --out snapshot.pem --trust trust.json --passphrase-file passphrase'))
    .action(makeKey)
  snapshot
    .command('build')
    .description(
      'pack advisories into one signed file; equal advisories, number and date give an equal head and body',
    )
    .requiredOption('--advisories <path>', 'advisories: a file, or a folder of them')
    .requiredOption('--sequence <n>', 'number, above that of the last', wholeNumber)
    .option('--at <time>', 'date that it states, as 2027-01-31T12:00:00Z; else now', instant)
    .option('--base <dir>', 'write only what differs from the snapshot applied there')
    .requiredOption('--key <file>', 'key to sign with; repeatable', collect, [])
    .requiredOption('--passphrase-file <file>', 'passphrase of the keys')
    .requiredOption('--out <file>', 'snapshot to write')
    .addHelpText(
      'after',
      example(
        'build --advisories feeds/ --sequence 8 --base applied/ --key snapshot.pem --passphrase-file passphrase --out 8.snap',
      ),
    )
    .action(async (options: BuildOptions) => {
      process.exitCode = await build(options, clock)
    })
  withTrust(snapshot.command('verify').description('say whether a snapshot is sound, and what is in it'))
    .addHelpText('after', example('verify 8.snap --trust trust.json'))
    .action((file: string, { trust }: { readonly trust: string }) => {
      describe(file, openSnapshot(snapshotBytes(file), trustIn(trust)).head)
    })
  withTrust(snapshot.command('apply').description('put a snapshot into use; what is refused changes nothing'))
    .requiredOption('--store <dir>', 'folder of what is in use; a scan takes it as --advisories')
    .addHelpText('after', example('apply 8.snap --trust trust.json --store applied/'))
    .action((file: string, { trust, store }: { readonly trust: string; readonly store: string }) => {
      console.error(`pericard: verifying and indexing ${file} …`)
      describe(file, applyToStore(store, file, trustIn(trust)))
      console.log(`In use: pericard soup scan SBOM --advisories ${store}`)
    })
}

interface KeyOptions extends WithPassphrase {
  readonly out: string
  readonly trust: string
  readonly threshold: number
}

async function makeKey(options: KeyOptions): Promise<void> {
  const { createKeyFile } = await import('@pericard/update/repository')
  const known = existsSync(options.trust) ? trustIn(options.trust).keys : []
  const key = await createKeyFile(options.out, passphraseOf(options))
  const role = hybridRoleSchema.parse({ keys: [...known, publicHalf(key)], threshold: options.threshold })
  replaceFile(options.trust, Buffer.from(`${canonicalJson(role)}\n`))
  console.log(`${options.out}: signing key; keep it and its passphrase apart`)
  console.log(
    `${options.trust}: ${role.keys.length} keys, ${role.threshold} have to sign; bring it to receivers by hand`,
  )
}

interface BuildOptions extends WithPassphrase {
  readonly advisories: string
  readonly sequence: number
  readonly at?: number
  readonly base?: string
  readonly key: readonly string[]
  readonly out: string
}

async function build(options: BuildOptions, clock: Clock): Promise<number> {
  console.error(`pericard: reading the advisories of ${options.advisories} …`)
  const read = readFeeds(options.advisories)
  if (!read.ok) return unusable(read.lines)
  const base = options.base === undefined ? undefined : appliedIn(options.base)
  if (options.base !== undefined && base === undefined)
    return unusable([`${options.base}: no snapshot is in use there; build a full one, without --base`])
  const keys = await openKeys(options.key, options)
  const bytes = buildSnapshot(
    {
      ...{ sequence: options.sequence, at: options.at ?? clock.now() },
      ...{ sources: read.sources, lines: contentOf(read.feeds) },
      ...(base === undefined ? {} : { base }),
    },
    keys,
  )
  replaceFile(options.out, bytes)
  const records = read.sources.reduce((sum, source) => sum + source.records, 0)
  const kind = base === undefined ? 'full' : `delta on number ${base.head.sequence}`
  console.log(
    `${options.out}: number ${options.sequence}, ${kind}, ${records} records, ${bytes.length} bytes`,
  )
  return 0
}

/** Opens signing keys. @throws {UpdateError} */
export async function openKeys(files: readonly string[], options: WithPassphrase): Promise<HybridKey[]> {
  const { openKeyFile } = await import('@pericard/update/repository')
  const passphrase = passphraseOf(options)
  return await Promise.all(files.map((file) => openKeyFile(file, passphrase)))
}

/** Reads whom to believe. */
export function trustIn(path: string): HybridRole {
  const parsed = hybridRoleSchema.safeParse(parseJson(fromUtf8(readFileSync(path)) ?? ''))
  if (parsed.success) return parsed.data
  throw new Error(`${path} is no trust file: ${parsed.error.issues[0]?.message ?? ''}`)
}

function describe(file: string, head: SnapshotHead): void {
  const kind = head.base === undefined ? 'full' : `delta on number ${head.base.sequence}`
  console.log(`${file}: number ${head.sequence} of ${head.at}, ${kind}; its signatures hold`)
  for (const { name, records, fetched, newest } of head.sources) {
    const age = fetched ?? newest
    console.log(
      `  ${name}: ${records} records, ${age === undefined ? 'of unknown age' : `as of ${age.slice(0, 10)}`}`,
    )
  }
}

function withTrust(command: Command): Command {
  return command.argument('<snapshot>', 'snapshot file').requiredOption('--trust <file>', 'keys to believe')
}

function instant(text: string): number {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(at)) return at
  throw new InvalidArgumentError('a time as 2027-01-31T12:00:00Z was wanted')
}

function example(line: string): string {
  return `\nExample:\n  $ pericard soup snapshot ${line}`
}
