import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { logFolder, witnessesOf } from '@pericard/guard'
import {
  boundToAnchor,
  type LogKeys,
  type LogVerdict,
  type LogWitness,
  openLogKeys,
  verifyLog,
} from '@pericard/vault'
import { FileLogStore } from '@pericard/vault/adapters/files'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import { openDevice, type ShareOptions } from './device-shares.ts'

/** What it takes to verify the log of a device: its keys, and who on the device has seen it. */
export interface LogAccess {
  readonly keys: LogKeys
  readonly witnesses: readonly LogWitness[]
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

/**
 * Gets the keys of a device's log with the device's own shares.
 *
 * @throws {VaultError} `VAULT_UNLOCK_REFUSED` for a wrong passphrase, `VAULT_ERASED` for a log whose key is gone
 */
export function logAccess(dataDir: string, shares: ShareOptions): Promise<LogAccess> {
  return withStoreCopy(dataDir, async (frames) => {
    const { state, hardware } = await openDevice(frames, shares)
    const root = hardware?.tpm.logEraseRoot(hardware.secrets.auth)
    const keys = await openLogKeys(new FileLogStore(logFolder(dataDir)), state.logKey, root)
    return { keys, witnesses: witnessesOf(state, boundToAnchor(frames, state.anchorKey)) }
  })
}

/** Whether a log is as it was written. What a crash left, or a running guard is about to write, is no fault. */
export function isSound({ fault }: LogVerdict): boolean {
  return fault === undefined || fault.code === 'LOG_TAIL_UNFINISHED'
}

/** A verifier of copies of the log, for the probe that tampers with them. */
export async function logVerifier(
  dataDir: string,
  shares: ShareOptions,
): Promise<(folder: string) => Promise<boolean>> {
  const { keys, witnesses } = await logAccess(dataDir, shares)
  return async (folder) => isSound(verifyLog(new FileLogStore(folder), keys, witnesses))
}
