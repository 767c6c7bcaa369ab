/** The repository's folder, as any web server can serve it. */
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { replaceFile } from '../adapters/files.ts'
import { UpdateError } from '../errors.ts'
import { openTrust, parseTrust, type Trust } from '../trust.ts'
import {
  signTuf,
  snapshotFor,
  timestampFor,
  tufBytes,
  type OnlineKeys,
  type SnapshotSigned,
  type TufFile,
  type TufSigned,
} from './tuf.ts'
import type { HybridKey } from '@pericard/base/hybrid'

/** For how many days each kind of metadata is good. */
export interface Expiry {
  /** Root, targets and components, which are signed offline. */
  readonly offlineDays: number
  /** Snapshot and timestamp. */
  readonly onlineDays: number
}

export const defaultExpiry: Expiry = { offlineDays: 1095, onlineDays: 30 }

export class RepositoryFolder {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** Writes one file, whole or not at all. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    const full = join(this.folder, path)
    await mkdir(dirname(full), { recursive: true })
    await replaceFile(full, bytes)
  }

  /** @throws {UpdateError} `UPDATE_REPOSITORY_INVALID` */
  async read(path: string): Promise<Uint8Array> {
    try {
      return new Uint8Array(await readFile(join(this.folder, path)))
    } catch (cause) {
      throw this.#invalid(`${path} cannot be read`, cause)
    }
  }

  async readTuf<T extends TufSigned>(path: string): Promise<TufFile<T>> {
    const bytes = await this.read(path)
    try {
      return JSON.parse(Buffer.from(bytes).toString()) as TufFile<T>
    } catch (cause) {
      throw this.#invalid(`${path} is not JSON`, cause)
    }
  }

  /** The newest trust document and its bytes. */
  async trust(): Promise<Trust> {
    const names = await readdir(join(this.folder, 'trust')).catch(() => [])
    const newest = Math.max(0, ...names.map((name) => Number(/^(\d+)\.trust\.json$/.exec(name)?.[1] ?? 0)))
    if (newest === 0)
      throw this.#invalid('it has no trust document; make one with "pericard update init-root"')
    const bytes = await this.read(`trust/${newest}.trust.json`)
    return newest === 1 ? openTrust(bytes) : parseTrust(bytes).signed
  }

  timestamp(): Promise<TufFile<SnapshotSigned>> {
    return this.readTuf('metadata/timestamp.json')
  }

  /** Versions of all roles that the newest snapshot names. */
  async versions(): Promise<{
    readonly snapshot: number
    readonly timestamp: number
    readonly roles: Record<string, number>
  }> {
    const timestamp = (await this.timestamp()).signed
    const snapshot = timestamp.meta['snapshot.json']?.version ?? 0
    const { meta } = (await this.readTuf<SnapshotSigned>(`metadata/${snapshot}.snapshot.json`)).signed
    const roles = Object.fromEntries(
      Object.entries(meta).map(([name, { version }]) => [name.replace(/\.json$/, ''), version]),
    )
    return { snapshot, timestamp: timestamp.version, roles }
  }

  /**
   * Makes the given versions the newest ones. The timestamp is replaced last, so that a reader sees all of the old repository or
   * all of the new one.
   */
  async publishVersions(
    before: { readonly snapshot: number; readonly timestamp: number },
    roles: Readonly<Record<string, number>>,
    online: OnlineKeys<HybridKey>,
    at: Date,
    expiry: Expiry,
  ): Promise<void> {
    const expires = daysAfter(at, expiry.onlineDays)
    const snapshot = signTuf(snapshotFor(before.snapshot + 1, expires, roles), online.snapshot)
    await this.write(`metadata/${snapshot.signed.version}.snapshot.json`, tufBytes(snapshot))
    const timestamp = timestampFor(before.timestamp + 1, expires, snapshot.signed.version, seconds(at))
    await this.write('metadata/timestamp.json', tufBytes(signTuf(timestamp, online.timestamp)))
  }

  #invalid(what: string, cause?: unknown): UpdateError {
    return new UpdateError(
      'UPDATE_REPOSITORY_INVALID',
      `The folder ${this.folder} is no update repository: ${what}`,
      { cause },
    )
  }
}

/** ISO 8601 to the second, as TUF writes times. */
export function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z')
}

export function daysAfter(at: Date, days: number): string {
  return seconds(new Date(at.getTime() + days * 86_400_000))
}
