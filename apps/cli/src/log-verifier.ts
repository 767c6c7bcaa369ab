import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KeeperState } from '@pericard/guard'
import { readLog } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'

/**
 * Verifies copies of a device's sealed log: with the key that its passphrase gives, against the head that its store has
 * anchored. The store belongs to the running guard, which locks it, so a copy is asked.
 *
 * @throws {VaultError} `VAULT_UNLOCK_REFUSED`
 */
export async function logVerifier(
  dataDir: string,
  passphraseFile: string,
): Promise<(folder: string) => Promise<boolean>> {
  const passphrase = readFileSync(passphraseFile, 'utf8').trim()
  const copy = mkdtempSync(join(tmpdir(), 'pericard-store-'))
  try {
    for (const name of ['vault.db', 'vault.db-wal']) {
      if (existsSync(join(dataDir, name))) copyFileSync(join(dataDir, name), join(copy, name))
    }
    const store = new SqliteFrameStore(join(copy, 'vault.db'))
    const state = await KeeperState.open(store, passphrase)
    const [logKey, anchor] = [state.logKey, state.logHead]
    store.close()
    return async (folder) => {
      const bytes = new Uint8Array(readFileSync(join(folder, '1.log')))
      return readLog(bytes, logKey, anchor).fault === undefined
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
