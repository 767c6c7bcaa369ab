/** Sealing and storing 256-byte records in batches of 100, against the same rows in plain `node:sqlite`. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freshKey, openKeyTree, Vault } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import { atMost, type BenchRow, interleaved } from './bench.ts'

const recordBytes = 256
const batch = 100
const batches = 200
const day = 24 * 3_600_000

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-bench-'))
  const payloads = Array.from({ length: batch }, () => new Uint8Array(randomBytes(recordBytes)))
  try {
    const plain = plainWriter(join(folder, 'plain.db'), payloads)
    const sealed = await sealedWriter(join(folder, 'sealed.db'), payloads)
    const times = await interleaved({ plain, sealed }, 9)
    return [
      atMost({
        name: 'sealed-append',
        value: times.sealed / times.plain,
        unit: 'x time',
        against: `plain node:sqlite (SQLite ${process.versions['sqlite']}), WAL, full sync, same subject-and-time index`,
        bar: 1.2,
        aim: 1,
      }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function plainWriter(path: string, payloads: readonly Uint8Array[]): () => void {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  db.exec(
    'CREATE TABLE record (id INTEGER PRIMARY KEY, data TEXT, subject TEXT, at INTEGER, bytes BLOB) STRICT',
  )
  db.exec('CREATE INDEX record_subject ON record (data, subject, at)')
  const insert = db.prepare('INSERT INTO record (data, subject, at, bytes) VALUES (?, ?, ?, ?)')
  return () => {
    for (let i = 0; i < batches; i++) {
      db.exec('BEGIN IMMEDIATE')
      for (const bytes of payloads) insert.run('vitals', 'patient-1', 100 * day, bytes)
      db.exec('COMMIT')
    }
  }
}

async function sealedWriter(path: string, payloads: readonly Uint8Array<ArrayBuffer>[]): Promise<() => void> {
  const store = new SqliteFrameStore(path)
  const { keys } = await openKeyTree({ store, unlockKey: freshKey() })
  const vault = Vault.open({
    store,
    clock: { now: () => 100 * day },
    keys,
    keep: new Map([['vitals', 'forever']]),
  })
  const records = payloads.map((bytes) => ({ data: 'vitals', subject: 'patient-1', at: 100 * day, bytes }))
  return () => {
    for (let i = 0; i < batches; i++) vault.append(records)
  }
}
