import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Bytes } from '@pericard/base'
import { VaultError } from '../errors.ts'
import type {
  BridgeRow,
  Change,
  CheckpointRow,
  DekRow,
  FrameQuery,
  FrameRow,
  FrameStore,
} from '../ports/frame-store.ts'
import { refuseCutFile } from './sqlite-size.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dek (id TEXT PRIMARY KEY, wrapped BLOB NOT NULL, expires INTEGER, subject TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS frame (sequence INTEGER PRIMARY KEY, dek TEXT NOT NULL, header BLOB NOT NULL, body BLOB, tag BLOB NOT NULL,
    oldest INTEGER NOT NULL, youngest INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS frame_dek ON frame (dek, sequence);
  CREATE TABLE IF NOT EXISTS checkpoint (dek TEXT NOT NULL, step INTEGER NOT NULL, wrapped BLOB NOT NULL, PRIMARY KEY (dek, step)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS bridge (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, value BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS tombstone (dek TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
`
/** All of a frame but its body, which may be large. */
const headerColumns = 'sequence, dek, header, tag, oldest, youngest'
/** How long another process may hold the file before we refuse, in milliseconds. */
const lockWait = 500

/**
 * Sealed frames in one SQLite file: write-ahead log, full sync, exclusive lock, freed pages overwritten, temporary data in
 * memory (SQLite's temporary files would not be sealed).
 *
 * @throws {VaultError} `VAULT_STORE_LOCKED`, `VAULT_STORE_BROKEN`
 */
export class SqliteFrameStore implements FrameStore {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  #scrubDue = false

  constructor(path: string) {
    refuseCutFile(path)
    try {
      this.#db = new DatabaseSync(path, { timeout: lockWait })
      // Only of a file that is new; it gives pages back once frames are gone.
      this.#db.exec('PRAGMA auto_vacuum=INCREMENTAL;')
      this.#db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;')
      this.#db.exec('PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF;')
      this.#db.exec(`BEGIN IMMEDIATE; ${schema} COMMIT;`)
    } catch (cause) {
      throw openFailure(path, cause)
    }
  }

  meta(name: string): Bytes | undefined {
    return bytesOf(this.#prepare('SELECT value FROM meta WHERE name = ?').get(name)?.['value'])
  }

  dek(id: string): DekRow | undefined {
    const row = this.#prepare('SELECT * FROM dek WHERE id = ?').get(id)
    return row === undefined ? undefined : dekOf(row)
  }

  *deks(): Iterable<DekRow> {
    for (const row of this.#prepare('SELECT * FROM dek ORDER BY id').all()) yield dekOf(row)
  }

  *frames({ dek, afterSequence = -1, limit = -1, headersOnly = false }: FrameQuery): Iterable<FrameRow> {
    const where = dek === undefined ? '' : 'dek = :dek AND '
    const sql = `SELECT ${headersOnly ? headerColumns : '*'} FROM frame WHERE ${where}sequence > :after ORDER BY sequence LIMIT :limit`
    const bind = { after: afterSequence, limit, ...(dek === undefined ? {} : { dek }) }
    for (const row of this.#db.prepare(sql).iterate(bind)) yield frameOf(row)
  }

  lastFrame(dek?: string): FrameRow | undefined {
    const where = dek === undefined ? '' : 'WHERE dek = ? '
    const sql = `SELECT ${headerColumns} FROM frame ${where}ORDER BY sequence DESC LIMIT 1`
    const row = this.#prepare(sql).get(...(dek === undefined ? [] : [dek]))
    return row === undefined ? undefined : frameOf(row)
  }

  checkpoint(dek: string, step: number): CheckpointRow | undefined {
    const sql = 'SELECT * FROM checkpoint WHERE dek = ? AND step <= ? ORDER BY step DESC LIMIT 1'
    const row = this.#prepare(sql).get(dek, step)
    return row === undefined ? undefined : checkpointOf(row)
  }

  *checkpoints(): Iterable<CheckpointRow> {
    for (const row of this.#prepare('SELECT * FROM checkpoint').all()) yield checkpointOf(row)
  }

  *bridges(): Iterable<BridgeRow> {
    for (const row of this.#prepare('SELECT * FROM bridge ORDER BY first').all()) {
      const value = bytesOf(row['value']) ?? new Uint8Array()
      yield { first: Number(row['first']), last: Number(row['last']), value }
    }
  }

  tombstone(dek: string): Bytes | undefined {
    return bytesOf(this.#prepare('SELECT value FROM tombstone WHERE dek = ?').get(dek)?.['value'])
  }

  commit(change: Change): void {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      this.#put(change)
      this.#drop(change)
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
    if ((change.putBridges ?? []).length > 0) this.#db.exec('PRAGMA incremental_vacuum')
    this.#scrubDue ||= change.scrub ?? (change.dropDeks ?? []).length > 0
    if (this.#scrubDue) this.#scrub()
  }

  #put({ meta = {}, putDeks = [], putFrames = [], putCheckpoints = [] }: Change): void {
    const putMeta = this.#prepare(
      'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    )
    for (const [name, value] of Object.entries(meta)) putMeta.run(name, value)
    const putDek = this.#prepare(
      'INSERT INTO dek VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET wrapped = excluded.wrapped',
    )
    for (const row of putDeks) putDek.run(row.id, row.wrapped, row.expires ?? null, row.subject)
    const putFrame = this.#prepare('INSERT INTO frame VALUES (?, ?, ?, ?, ?, ?, ?)')
    for (const row of putFrames)
      putFrame.run(row.sequence, row.dek, row.header, row.body ?? null, row.tag, row.from, row.to)
    const putCheckpoint = this.#prepare(
      'INSERT INTO checkpoint VALUES (?, ?, ?) ON CONFLICT (dek, step) DO UPDATE SET wrapped = excluded.wrapped',
    )
    for (const row of putCheckpoints) putCheckpoint.run(row.dek, row.step, row.wrapped)
  }

  #drop({ dropDeks = [], putBridges = [] }: Change): void {
    for (const { id, tombstone } of dropDeks) {
      this.#prepare('DELETE FROM dek WHERE id = ?').run(id)
      this.#prepare('DELETE FROM checkpoint WHERE dek = ?').run(id)
      this.#prepare('UPDATE frame SET body = NULL WHERE dek = ?').run(id)
      this.#prepare('INSERT OR REPLACE INTO tombstone VALUES (?, ?)').run(id, tombstone)
    }
    if (putBridges.length === 0) return
    for (const { first, last, value } of putBridges) {
      this.#prepare('DELETE FROM frame WHERE sequence BETWEEN ? AND ?').run(first, last)
      this.#prepare('DELETE FROM bridge WHERE first >= ? AND last <= ?').run(first, last)
      this.#prepare('INSERT INTO bridge VALUES (?, ?, ?)').run(first, last, value)
    }
    this.#prepare('DELETE FROM tombstone WHERE dek NOT IN (SELECT dek FROM frame)').run()
  }

  /** Moves the write-ahead log into the file and cuts it to nothing; tried again after the next commit where something was in the way. */
  #scrub(): void {
    const result = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    this.#scrubDue = result?.['busy'] !== 0
  }

  close(): void {
    this.#db.close()
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const made = this.#db.prepare(sql)
    this.#statements.set(sql, made)
    return made
  }
}

type Row = Record<string, unknown>

function checkpointOf(row: Row): CheckpointRow {
  const wrapped = bytesOf(row['wrapped']) ?? new Uint8Array()
  return { dek: String(row['dek']), step: Number(row['step']), wrapped }
}

function bytesOf(value: unknown): Bytes | undefined {
  return value instanceof Uint8Array ? new Uint8Array(value) : undefined
}

function dekOf(row: Row): DekRow {
  return {
    id: String(row['id']),
    wrapped: bytesOf(row['wrapped']) ?? new Uint8Array(),
    expires: row['expires'] === null ? undefined : Number(row['expires']),
    subject: String(row['subject']),
  }
}

function frameOf(row: Row): FrameRow {
  return {
    sequence: Number(row['sequence']),
    dek: String(row['dek']),
    header: bytesOf(row['header']) ?? new Uint8Array(),
    body: bytesOf(row['body']),
    tag: bytesOf(row['tag']) ?? new Uint8Array(),
    from: Number(row['oldest']),
    to: Number(row['youngest']),
  }
}

function openFailure(path: string, cause: unknown): unknown {
  const message = cause instanceof Error ? cause.message : ''
  if (/locked|busy/i.test(message)) {
    return new VaultError('VAULT_STORE_LOCKED', `Cannot open ${path}: another process has it open`, { cause })
  }
  if (/not a database|malformed|disk image|corrupt/i.test(message)) {
    return new VaultError(
      'VAULT_STORE_BROKEN',
      `Cannot open ${path}: the file is damaged; restore it or move it away, nothing was changed`,
      { cause },
    )
  }
  return cause
}
