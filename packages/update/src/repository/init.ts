import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { utf8 } from '@pericard/base'
import { UpdateError } from '../errors.ts'
import { type HybridKey, type HybridRole, publicHalf, signDocument, type Signed } from '@pericard/base/hybrid'
import { delegatedRole } from '../tuf-json.ts'
import { nameSchema, type Trust } from '../trust.ts'
import { daysAfter, defaultExpiry, type Expiry, RepositoryFolder } from './folder.ts'
import { createKeyFile } from './keys.ts'
import { componentTargets, type OnlineKeys, rootFor, signTuf, targetsFor, tufBytes } from './tuf.ts'

/** How many keys a role has, and how many of them must sign. */
export interface Quorum {
  readonly keys: number
  readonly threshold: number
}

export interface InitOptions {
  readonly repository: string
  /** Folder for the key files; it must not hold any of them yet. */
  readonly keys: string
  readonly device: string
  readonly components: readonly string[]
  readonly root: Quorum
  /** For each component. */
  readonly release: Quorum
  readonly passphrase: string
  readonly at: Date
  readonly expiry?: Expiry
}

/**
 * Makes all keys and an empty repository.
 *
 * @returns the key files written
 * @throws {UpdateError} `UPDATE_KEY_UNFIT`, `UPDATE_FORMAT`
 */
export async function initRepository(options: InitOptions): Promise<string[]> {
  checkNames([options.device, ...options.components])
  await mkdir(options.keys, { recursive: true, mode: 0o700 })
  const files: string[] = []
  const make = async (name: string): Promise<HybridKey> => {
    const path = join(options.keys, `${name}.pem`)
    const key = await createKeyFile(path, options.passphrase)
    files.push(path)
    return key
  }
  const many = async (name: string, { keys }: Quorum): Promise<HybridKey[]> => {
    const made: HybridKey[] = []
    for (let i = 1; i <= keys; i++) made.push(await make(`${name}-${i}`))
    return made
  }
  const root = await many('root', options.root)
  const components = new Map<string, HybridKey[]>()
  for (const component of options.components)
    components.set(component, await many(`release-${component}`, options.release))
  const presence = [await make('presence')]
  const online = { snapshot: await make('snapshot'), timestamp: await make('timestamp') }
  const trust: Trust = {
    v: 1,
    version: 1,
    device: options.device,
    root: role(root, options.root.threshold),
    components: Object.fromEntries(
      [...components].map(([component, keys]) => [component, role(keys, options.release.threshold)]),
    ),
    presence: role(presence, 1),
  }
  await writeFirst(options, { trust, root, components, online })
  return files
}

interface FirstKeys {
  readonly trust: Trust
  readonly root: readonly HybridKey[]
  readonly components: ReadonlyMap<string, readonly HybridKey[]>
  readonly online: OnlineKeys<HybridKey>
}

async function writeFirst(
  options: InitOptions,
  { trust, root, components, online }: FirstKeys,
): Promise<void> {
  const { at, expiry = defaultExpiry } = options
  const folder = new RepositoryFolder(options.repository)
  const expires = daysAfter(at, expiry.offlineDays)
  await writeRoot(folder, trust, publicOnline(online), root, expires)
  const targets = root.reduce(signTuf, targetsFor(trust, 1, expires))
  await folder.write('metadata/1.targets.json', tufBytes(targets))
  const versions: Record<string, number> = { targets: 1 }
  for (const [component, keys] of components) {
    const name = delegatedRole(component)
    const empty = keys.reduce(signTuf, componentTargets(1, expires, {}))
    await folder.write(`metadata/1.${name}.json`, tufBytes(empty))
    versions[name] = 1
  }
  await folder.publishVersions({ snapshot: 0, timestamp: 0 }, versions, online, at, expiry)
}

/** Writes root and trust document of one version, signed by the given keys. */
export async function writeRoot(
  folder: RepositoryFolder,
  trust: Trust,
  online: OnlineKeys,
  signers: readonly HybridKey[],
  expires: string,
): Promise<void> {
  let document: Signed<Trust> = { signed: trust, signatures: [] }
  for (const key of signers) document = signDocument('trust', document, key)
  await folder.write(`trust/${trust.version}.trust.json`, utf8(`${JSON.stringify(document)}\n`))
  const root = signers.reduce(signTuf, rootFor(trust, online, expires))
  await folder.write(`metadata/${trust.version}.root.json`, tufBytes(root))
}

/** The public halves of the online keys. */
export function publicOnline(online: OnlineKeys<HybridKey>): OnlineKeys {
  return { snapshot: publicHalf(online.snapshot), timestamp: publicHalf(online.timestamp) }
}

function role(keys: readonly HybridKey[], threshold: number): HybridRole {
  if (threshold >= 1 && threshold <= keys.length) return { keys: keys.map(publicHalf), threshold }
  throw new UpdateError(
    'UPDATE_FORMAT',
    `Cannot ask for ${threshold} signatures of ${keys.length} keys: wanted 1 to ${keys.length}`,
  )
}

function checkNames(names: readonly string[]): void {
  for (const name of names) {
    if (nameSchema.safeParse(name).success) continue
    throw new UpdateError(
      'UPDATE_FORMAT',
      `"${name}" is no name of a device or component: wanted lower-case letters, digits and hyphens, at most 64`,
    )
  }
}
