/**
 * TUF 1.0.31 by tuf-js, with three things of ours: the time comes from us, what was seen before comes from the anchored state
 * instead of files, and a cut of power leaves nothing half-written, since tuf-js works in a folder that is thrown away.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { assert, canonicalJson, type Clock, utf8 } from '@pericard/base'
import { Updater as TufUpdater } from 'tuf-js'
import { UpdateError } from './errors.ts'
import { metadataBase, SourceFetcher } from './fetcher.ts'
import { documentBytesMax } from './documents.ts'
import type { UpdateSource } from './ports/source.ts'
import type { ReleaseFiles } from './release.ts'
import {
  delegatedRole,
  type Delegations,
  type RoleKeys,
  sha256Hex,
  signaturesPath,
  signedAtField,
  signedPart,
} from './tuf-json.ts'

/** Newest version seen of a role, and which keys signed it. Other keys start anew: that is how a stolen key is recovered from. */
export interface RoleMark {
  readonly version: number
  /** SHA-256 in hex over key ids and threshold. */
  readonly keys: string
}

/** What has been seen of a repository. */
export interface Seen {
  /** TUF root as it was signed. */
  readonly root: string
  readonly marks: Readonly<Record<string, RoleMark>>
  /** When the newest timestamp was signed, in milliseconds; a bound that the true time is never below. */
  readonly signedAt: number
}

export interface RefreshOptions {
  readonly source: UpdateSource
  readonly seen: Seen
  readonly component: string
  /** A clock that someone vouches for. Without one, expiry is judged by signed times alone. */
  readonly clock?: Clock
  /** Folder in which a temporary one is made. */
  readonly folder: string
}

/** Metadata that all fits together. */
export interface Refreshed {
  readonly seen: Seen
  readonly release: ReleaseFiles
  /** Where the image is, as TUF's targets say it. */
  readonly image: { readonly path: string; readonly bytes: number; readonly sha256: string }
}

/**
 * Fetches and verifies metadata. `onRoot` is told of a newer root even when the rest is refused, since that is how a device
 * learns that keys were withdrawn.
 *
 * @throws {UpdateError} `UPDATE_METADATA_FORGED`, `UPDATE_METADATA_EXPIRED`, `UPDATE_METADATA_ROLLED_BACK`,
 * `UPDATE_COMPONENT_UNKNOWN`, or what the source throws
 */
export async function refreshMetadata(
  options: RefreshOptions,
  onRoot: (root: string) => Promise<void>,
): Promise<Refreshed> {
  const folder = await mkdtemp(join(options.folder, 'refresh-'))
  try {
    await writeFile(join(folder, 'root.json'), options.seen.root)
    const tuf = new TufRun(options, folder)
    try {
      await tuf.refresh()
    } finally {
      const root = await readFile(join(folder, 'root.json'), 'utf8')
      if (root !== options.seen.root) await onRoot(root)
    }
    return await tuf.result()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

class TufRun {
  readonly #options: RefreshOptions
  readonly #folder: string
  readonly #fetcher: SourceFetcher
  readonly #updater: TufUpdater

  constructor(options: RefreshOptions, folder: string) {
    this.#options = options
    this.#folder = folder
    this.#fetcher = new SourceFetcher(options.source)
    this.#updater = new TufUpdater({
      metadataDir: folder,
      metadataBaseUrl: metadataBase,
      fetcher: this.#fetcher,
    })
    setReferenceTime(this.#updater, Math.max(options.seen.signedAt, options.clock?.now() ?? 0))
  }

  async refresh(): Promise<void> {
    await this.#tuf(() => this.#updater.refresh())
  }

  async result(): Promise<Refreshed> {
    const { component, source } = this.#options
    const [release, image] = [
      await this.#target(`${component}/release.json`),
      await this.#target(`${component}/image`),
    ]
    const seen = await this.#seen()
    const bytes = await source.file(release.path, Math.min(release.bytes, documentBytesMax))
    if (bytes === undefined || bytes.length !== release.bytes || sha256Hex(bytes) !== release.sha256)
      throw new UpdateError(
        'UPDATE_METADATA_FORGED',
        `The file ${release.path} is not the one that the metadata names: it has ${bytes?.length ?? 0} bytes, wanted ${release.bytes} with that hash`,
      )
    const signatures = await source.file(signaturesPath(release.path), documentBytesMax)
    if (signatures === undefined)
      throw new UpdateError('UPDATE_RELEASE_FORGED', `There are no signatures beside ${release.path}`)
    return { seen, release: { signed: bytes, signatures }, image }
  }

  async #target(path: string): Promise<Refreshed['image']> {
    const target = await this.#tuf(() => this.#updater.getTargetInfo(path))
    const sha256 = target?.hashes['sha256'] ?? ''
    if (target === undefined || !/^[0-9a-f]{64}$/.test(sha256))
      throw new UpdateError('UPDATE_COMPONENT_UNKNOWN', `The repository has no ${path}`)
    const [folder, base] = path.split('/')
    return { path: `targets/${folder}/${sha256}.${base}`, bytes: target.length, sha256 }
  }

  /** Marks of all roles in use, refusing any that went back. */
  async #seen(): Promise<Seen> {
    const { seen, component } = this.#options
    const rootText = await readFile(join(this.#folder, 'root.json'), 'utf8')
    const root = signedPart(rootText)
    const timestamp = signedPart(await readFile(join(this.#folder, 'timestamp.json'), 'utf8'))
    const signedAt = Date.parse(timestamp[signedAtField] ?? '')
    if (Number.isNaN(signedAt))
      throw new UpdateError(
        'UPDATE_METADATA_FORGED',
        `The timestamp does not say when it was signed: ${signedAtField} is missing`,
      )
    const marks: Record<string, RoleMark> = {}
    let delegations: Delegations | undefined
    for (const role of ['timestamp', 'snapshot', 'targets', delegatedRole(component)]) {
      const part = signedPart(await readFile(join(this.#folder, `${role}.json`), 'utf8'))
      if (role === 'targets') delegations = part.delegations
      const delegated = delegations?.roles?.find(({ name }) => name === role)
      const keys = keysHash(root.roles?.[role] ?? delegated)
      marks[role] = { version: part.version, keys }
      checkMark(role, seen.marks[role], marks[role])
      checkExpiry(role, part.expires, signedAt)
    }
    if (marks['timestamp']?.keys === seen.marks['timestamp']?.keys && signedAt < seen.signedAt)
      throw new UpdateError(
        'UPDATE_METADATA_ROLLED_BACK',
        `The timestamp was signed before the newest one seen: ${iso(signedAt)}, seen ${iso(seen.signedAt)}`,
      )
    return { root: rootText, marks: { ...seen.marks, ...marks }, signedAt }
  }

  /** tuf-js throws errors of its own classes, or their text inside another; only the code hangs on which. */
  async #tuf<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run()
    } catch (cause) {
      if (this.#fetcher.failure instanceof UpdateError) throw this.#fetcher.failure
      const text = cause instanceof Error ? cause.message : ''
      if (/is expired/.test(text))
        throw new UpdateError('UPDATE_METADATA_EXPIRED', `The repository is not kept up: ${text}`, { cause })
      throw new UpdateError('UPDATE_METADATA_FORGED', `The metadata does not verify: ${text}`, { cause })
    }
  }
}

/** Which keys sign the timestamp, as a root says it. */
export function timestampKeys(root: string): string {
  return keysHash(signedPart(root).roles?.['timestamp'])
}

function keysHash(role: RoleKeys | undefined): string {
  const keys = { keyids: [...(role?.keyids ?? [])].sort(), threshold: role?.threshold ?? 0 }
  return sha256Hex(utf8(canonicalJson(keys)))
}

function checkMark(role: string, before: RoleMark | undefined, now: RoleMark): void {
  if (before === undefined || before.keys !== now.keys || now.version >= before.version) return
  throw new UpdateError(
    'UPDATE_METADATA_ROLLED_BACK',
    `The ${role} metadata is older than what was seen: version ${now.version}, seen ${before.version}`,
  )
}

/** A role that had expired when the timestamp was signed is stale by any clock. */
function checkExpiry(role: string, expires: string, signedAt: number): void {
  if (Date.parse(expires) > signedAt) return
  throw new UpdateError(
    'UPDATE_METADATA_EXPIRED',
    `The ${role} metadata expired ${expires}, before the timestamp was signed at ${iso(signedAt)}`,
  )
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

/** tuf-js reads the wall clock when it is made and has no option for it. If a version keeps it elsewhere, nothing is updated. */
function setReferenceTime(updater: TufUpdater, at: number): void {
  const store: unknown = Reflect.get(updater, 'trustedSet')
  assert(
    typeof store === 'object' && store !== null && Reflect.get(store, 'referenceTime') instanceof Date,
    'tuf-js keeps its reference time elsewhere than the version that this was written for',
  )
  Reflect.set(store, 'referenceTime', new Date(at))
}
