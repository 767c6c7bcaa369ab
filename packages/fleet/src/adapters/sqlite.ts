import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { FleetError } from '../error.ts'
import type { Row, Store, Transaction } from '../ports/store.ts'

/** Result codes of SQLite that we tell apart (sqlite3.h). */
const busy = 5
const full = 13

/** Rows written after which the log is brought into the file as soon as nobody waits. */
const rowsToCheckpoint = 500
/** Pages of the log at which a commit does so itself, for a server that is never idle: 16 MB. */
const pagesToCheckpoint = 4000

/**
 * The embedded store: one SQLite file, synced at every commit, locked for this process alone. Two processes on one folder
 * would each acknowledge what the other overwrites.
 *
 * @throws {FleetError} `FLEET_STORE_LOCKED`, `FLEET_STORE_BROKEN`
 */
export function sqliteStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'fleet.db')
  const database = openLocked(path)
  chmodSync(path, 0o600)
  const transaction = transactionOn(database)
  const idle = checkpointing(database)
  let last: Promise<unknown> = Promise.resolve()
  return {
    transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
      const next = last.then(() => runOn(database, () => work(transaction)))
      last = next.then(idle.committed, () => undefined)
      return next
    },
    close: async () => {
      await last
      idle.stop()
      database.close()
    },
  }
}

/** Between two steps and not within one: who makes a change does not wait for the tidying after the ones before. */
function checkpointing(database: DatabaseSync): {
  readonly committed: () => void
  readonly stop: () => void
} {
  const changes = database.prepare('SELECT total_changes() AS n')
  const rows = (): number => Number(changes.get()?.['n'])
  let tidied = rows()
  let planned: NodeJS.Immediate | undefined
  const tidy = (): void => {
    planned = undefined
    // A step that waits for something of its own; the next commit plans again.
    if (database.isTransaction) return
    try {
      database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } catch {
      // What is committed stays in the log. A disk that fails says so to whoever writes next, and has an answer there.
    }
    tidied = rows()
  }
  return {
    committed: () => {
      if (rows() - tidied >= rowsToCheckpoint) planned ??= setImmediate(tidy)
    },
    stop: () => clearImmediate(planned),
  }
}

function openLocked(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path)
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    database.exec(`PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = ${pagesToCheckpoint}`)
    // The lock is taken by the first write, so write now rather than at the first acknowledgement.
    database.exec(
      'BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS rows ("table" TEXT, "key" TEXT, value BLOB NOT NULL, PRIMARY KEY ("table", "key")) WITHOUT ROWID; COMMIT',
    )
    return database
  } catch (cause) {
    if (codeOf(cause) === busy) {
      throw new FleetError(
        'FLEET_STORE_LOCKED',
        `Another process uses ${path}; one fleet server per folder`,
        { cause },
      )
    }
    if (codeOf(cause) === full) throw fullError(cause)
    throw new FleetError('FLEET_STORE_BROKEN', `Cannot open ${path} as the fleet's store`, { cause })
  }
}

async function runOn<T>(database: DatabaseSync, work: () => Promise<T>): Promise<T> {
  try {
    database.exec('BEGIN IMMEDIATE')
    const result = await work()
    database.exec('COMMIT')
    return result
  } catch (cause) {
    // A full disk may have rolled back already; a second ROLLBACK would hide the first error.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw codeOf(cause) === full ? fullError(cause) : cause
  }
}

function fullError(cause: unknown): FleetError {
  return new FleetError('FLEET_STORE_FULL', 'The disk of the fleet server is full; nothing was changed', {
    cause,
  })
}

function codeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' ? code & 0xff : undefined
}

function transactionOn(database: DatabaseSync): Transaction {
  const prepare = (sql: string): StatementSync => database.prepare(sql)
  const get = prepare('SELECT value FROM rows WHERE "table" = ? AND "key" = ?')
  const put = prepare('INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  const remove = prepare('DELETE FROM rows WHERE "table" = ? AND "key" = ?')
  // substr() and not LIKE: a prefix is text of a peer and may hold wildcards. The lower bound uses the index.
  const where = 'FROM rows WHERE "table" = ?1 AND "key" >= ?2 AND substr("key", 1, length(?2)) = ?2'
  const list = prepare(`SELECT "key", value ${where} ORDER BY "key" LIMIT ?3`)
  const count = prepare(`SELECT count(*) AS n ${where}`)
  return {
    get: async (table, key) => get.get(table, key)?.['value'] as Uint8Array | undefined,
    put: async (table, key, value) => {
      put.run(table, key, value)
    },
    delete: async (table, key) => {
      remove.run(table, key)
    },
    list: async (table, prefix, most = -1) => list.all(table, prefix, most) as unknown as Row[],
    count: async (table, prefix) => Number(count.get(table, prefix)?.['n']),
  }
}
