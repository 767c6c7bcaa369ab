/** A device as the fault tests run it: store, key tree, vault and log in one folder, the erase root outside. */
import { join } from 'node:path'
import { utf8 } from '@pericard/base'
import { FileLogStore } from '../../src/adapters/files.ts'
import { SqliteFrameStore } from '../../src/adapters/sqlite.ts'
import {
  deriveKey,
  deviceLogKeys,
  type KeyTree,
  type LogHead,
  type LogKeys,
  openKeyTree,
  rotateRoot,
  SealedLog,
  secretKey,
  settleErasure,
  Vault,
} from '../../src/index.ts'
import { FileEraseRoot } from './file-erase-root.ts'

const day = 24 * 3_600_000
const clock = { now: () => 100 * day }
/** The key that the shares give; the tests hold all of them. */
const unlockBytes = new Uint8Array(32).fill(7)
export const item = 'vitals'

export function logKeys(): LogKeys {
  return deviceLogKeys(deriveKey(secretKey(unlockBytes.slice()), 'log'))
}

export interface Device {
  readonly store: SqliteFrameStore
  readonly vault: Vault
  readonly log: SealedLog
  /** The tree as it is now, to look for its keys where they must not be. */
  readonly tree: () => KeyTree
  append(subject: string, count: number, text?: string): void
  write(text: string): void
  erase(subject: string): Promise<void>
  rotate(): Promise<void>
  count(subject: string): number
  close(): void
}

export async function openDevice(folder: string, rootPrefix: string): Promise<Device> {
  const unlockKey = secretKey(unlockBytes.slice())
  const store = new SqliteFrameStore(join(folder, 'vault.db'))
  const eraseRoot = new FileEraseRoot(rootPrefix)
  let tree: KeyTree = await openKeyTree({ store, unlockKey, eraseRoot })
  const vault = Vault.open({ store, clock, keys: tree.keys, keep: new Map([[item, 30 * day]]) })
  const head = store.meta('log-head')
  const witnesses =
    head === undefined
      ? []
      : [{ name: 'the store', head: JSON.parse(Buffer.from(head).toString()) as LogHead }]
  const log = SealedLog.open(new FileLogStore(folder), logKeys(), clock, { witnesses })
  return {
    ...{ store, vault, log },
    tree: () => tree,
    append: (subject, count, text = `a record of ${subject}`) => {
      const record = { data: item, subject, at: clock.now(), bytes: utf8(text) }
      vault.append(Array.from({ length: count }, () => record))
    },
    write: (text) => {
      log.append({ level: 'info', event: 'test', detail: text })
      store.commit({ meta: { 'log-head': utf8(JSON.stringify(log.head)) } })
    },
    erase: async (subject) => {
      vault.deleteSubject(subject)
      tree = (await settleErasure({ store, vault, tree, clock })).tree
    },
    rotate: async () => {
      tree = await rotateRoot({ store, vault, tree, clock }, unlockKey)
    },
    count: (subject) => [...vault.read({ data: item, subject, from: 0, to: 200 * day })].length,
    close: () => {
      log.close()
      store.close()
    },
  }
}
