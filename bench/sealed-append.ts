/** Sealed records against the same rows in plain `node:sqlite` and in SQLCipher's format: batches, one at a time, and reading. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freshKey, openKeyTree, Vault } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import { atLeast, atMost, type BenchRow, interleaved } from './bench.ts'

const recordBytes = 256
const rounds = 9
const day = 24 * 3_600_000
const sqlite = `plain node:sqlite (SQLite ${process.versions['sqlite']}), WAL, full sync, same subject-and-time index`

/** A store of records as each candidate sees it. */
interface Writer {
  append(payloads: readonly Uint8Array<ArrayBuffer>[]): void
  read(): number
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-bench-'))
  try {
    return [
      ...(await appending(folder, 100, 100)),
      ...(await appending(folder, 1_000, 20)),
      ...(await appending(folder, 1, 200)),
      await reading(folder),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function appending(folder: string, batch: number, batches: number): Promise<BenchRow[]> {
  const payloads = Array.from({ length: batch }, () => new Uint8Array(randomBytes(recordBytes)))
  const work = (writer: Writer) => (): void => {
    for (let i = 0; i < batches; i++) writer.append(payloads)
  }
  const times = await interleaved(
    {
      plain: work(plainWriter(join(folder, `plain-${batch}.db`))),
      sealed: work(await sealedWriter(join(folder, `sealed-${batch}.db`))),
      cipher: work(cipherWriter(join(folder, `cipher-${batch}.db`))),
    },
    rounds,
  )
  const ratio = times.sealed / times.plain
  const name = batch === 1 ? 'sealed-append-one' : `sealed-append-${batch}`
  const row = { name, value: ratio, unit: 'x time', against: sqlite }
  if (batch === 1) return [atMost({ ...row, bar: 1.15, aim: 1.05 })]
  return [
    atMost({ ...row, bar: 1.2, aim: 1 }),
    atLeast({
      ...{ name: `${name}-sqlcipher`, value: times.cipher / times.sealed, unit: 'x faster', bar: 2, aim: 4 },
      against: `better-sqlite3-multiple-ciphers ${cipherVersion()}, SQLCipher v4 format, raw key`,
    }),
  ]
}

/** All records of one subject among ten. */
async function reading(folder: string): Promise<BenchRow> {
  const subjects = 10
  const payloads = Array.from({ length: 64 }, () => new Uint8Array(randomBytes(recordBytes)))
  const plain = plainWriter(join(folder, 'plain-read.db'), subjects)
  const sealed = await sealedWriter(join(folder, 'sealed-read.db'), subjects)
  for (let i = 0; i < 500; i++) for (const writer of [plain, sealed]) writer.append(payloads)
  const wanted = plain.read()
  if (wanted === 0 || sealed.read() !== wanted) throw new Error('the two hold different records')
  const times = await interleaved({ plain: () => void plain.read(), sealed: () => void sealed.read() }, 25)
  const value = times.sealed / times.plain
  return atMost({ name: 'sealed-read', value, unit: 'x time', against: sqlite, bar: 1.5, aim: 1 })
}

function plainWriter(path: string, subjects = 1): Writer {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL')
  db.exec(
    'CREATE TABLE record (id INTEGER PRIMARY KEY, data TEXT, subject TEXT, at INTEGER, bytes BLOB) STRICT',
  )
  db.exec('CREATE INDEX record_subject ON record (data, subject, at)')
  const insert = db.prepare('INSERT INTO record (data, subject, at, bytes) VALUES (?, ?, ?, ?)')
  const select = db.prepare(
    'SELECT at, bytes FROM record WHERE data = ? AND subject = ? AND at BETWEEN ? AND ? ORDER BY id',
  )
  let batches = 0
  return {
    append: (payloads) => {
      const subject = `patient-${batches++ % subjects}`
      db.exec('BEGIN IMMEDIATE')
      for (const bytes of payloads) insert.run('vitals', subject, 100 * day, bytes)
      db.exec('COMMIT')
    },
    read: () => {
      let found = 0
      for (const row of select.iterate('vitals', 'patient-1', 99 * day, 101 * day)) if (row['bytes']) found++
      return found
    },
  }
}

async function sealedWriter(path: string, subjects = 1): Promise<Writer> {
  const store = new SqliteFrameStore(path)
  const { keys } = await openKeyTree({ store, unlockKey: freshKey() })
  const clock = { now: () => 100 * day }
  const vault = Vault.open({ store, clock, keys, keep: new Map([['vitals', 'forever']]) })
  let batches = 0
  return {
    append: (payloads) => {
      const subject = `patient-${batches++ % subjects}`
      vault.append(payloads.map((bytes) => ({ data: 'vitals', subject, at: 100 * day, bytes })))
    },
    read: () => {
      let found = 0
      const query = { data: 'vitals', subject: 'patient-1', from: 99 * day, to: 101 * day }
      for (const { bytes } of vault.read(query)) if (bytes.length > 0) found++
      return found
    },
  }
}

const require = createRequire(import.meta.url)

function cipherVersion(): string {
  const path = require.resolve('better-sqlite3-multiple-ciphers/package.json')
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version
}

interface CipherDatabase {
  exec(sql: string): void
  pragma(text: string): unknown
  prepare(sql: string): { run(...values: readonly unknown[]): unknown }
}

function cipherWriter(path: string): Writer {
  const Database = require('better-sqlite3-multiple-ciphers') as new (path: string) => CipherDatabase
  const db = new Database(path)
  db.pragma("cipher='sqlcipher'")
  db.pragma('legacy=4')
  db.pragma(`key="x'${randomBytes(32).toString('hex')}'"`)
  for (const text of ['locking_mode=EXCLUSIVE', 'journal_mode=WAL', 'synchronous=FULL']) db.pragma(text)
  db.exec(
    'CREATE TABLE record (id INTEGER PRIMARY KEY, data TEXT, subject TEXT, at INTEGER, bytes BLOB) STRICT',
  )
  db.exec('CREATE INDEX record_subject ON record (data, subject, at)')
  const insert = db.prepare('INSERT INTO record (data, subject, at, bytes) VALUES (?, ?, ?, ?)')
  return {
    append: (payloads) => {
      db.exec('BEGIN IMMEDIATE')
      for (const bytes of payloads) insert.run('vitals', 'patient-1', 100 * day, bytes)
      db.exec('COMMIT')
    },
    read: () => 0,
  }
}
