import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogHead, type LogVerdict, readLog, type SecretKey } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import { openDeviceState, type ShareOptions } from './device-shares.ts'

/** What it takes to verify the log of a device: its key, and the last head that its store has anchored. */
export interface LogKeys {
  readonly logKey: SecretKey
  readonly anchor: LogHead | undefined
}

/** Does something with a copy of a device's store: the store itself belongs to the running guard, which locks it. */
export async function withStoreCopy<T>(
  dataDir: string,
  use: (store: SqliteFrameStore) => Promise<T>,
): Promise<T> {
  const copy = mkdtempSync(join(tmpdir(), 'pericard-store-'))
  try {
    copyFileSync(join(dataDir, 'vault.db'), join(copy, 'vault.db'))
    const wal = join(dataDir, 'vault.db-wal')
    if (existsSync(wal)) copyFileSync(wal, join(copy, 'vault.db-wal'))
    const store = new SqliteFrameStore(join(copy, 'vault.db'))
    try {
      return await use(store)
    } finally {
      store.close()
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** @throws {VaultError} `VAULT_UNLOCK_REFUSED` for a wrong passphrase */
export function logKeys(dataDir: string, shares: ShareOptions): Promise<LogKeys> {
  return withStoreCopy(dataDir, async (store) => {
    const state = await openDeviceState(store, shares)
    return { logKey: state.logKey, anchor: state.logHead }
  })
}

/** Verifies the log in a folder. */
export function verifyLogFolder(folder: string, { logKey, anchor }: LogKeys): LogVerdict {
  return readLog(new Uint8Array(readFileSync(join(folder, '1.log'))), logKey, anchor)
}

/** Half a line at the end is what a crash leaves, or a guard that is writing; no fault once all that was anchored is there. */
export function isSound({ fault, head }: LogVerdict, anchor: LogHead | undefined): boolean {
  const unfinished = fault?.code === 'LOG_TAIL_UNFINISHED' && head.sequence >= (anchor?.sequence ?? 0)
  return fault === undefined || unfinished
}

/** A verifier of copies of the log, for the probe that tampers with them. */
export async function logVerifier(
  dataDir: string,
  shares: ShareOptions,
): Promise<(folder: string) => Promise<boolean>> {
  const keys = await logKeys(dataDir, shares)
  return async (folder) => isSound(verifyLogFolder(folder, keys), keys.anchor)
}
