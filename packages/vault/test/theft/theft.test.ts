/** What a thief reads from the raw medium: nothing of ours, and what others leave on it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { unwrapKey } from '../../src/index.ts'
import { type Device, openDevice } from '../faults/device.ts'
import { type Image, mountImage, occurrences, spellings } from './image.ts'

const image = mountImage()
const skip =
  image !== undefined || process.env['CI'] === 'true'
    ? false
    : 'a file system cannot be made and mounted here: run as root'
test.after(() => image?.remove())

/** One search finds every marker: all of them begin alike, and nothing else does. */
const marker = `PHI${randomBytes(6).toString('hex')}`
const markers = 1_000

function medium(): Image {
  assert.ok(image !== undefined, 'CI can mount a file system')
  return image
}

/** Every key of the tree and every DEK that lives. */
function keysOf(device: Device): Buffer[] {
  const { root, keys } = device.tree()
  const deks = [...device.store.deks()].map((row) => {
    const context = `dek/${row.id}/${row.subject}/${row.expires ?? 'never'}`
    return unwrapKey(row.wrapped, keys.kek, context)
  })
  return [root, keys.kek, keys.blind, keys.head, ...deks].map((key) => key.object.export())
}

test('the raw medium holds no patient data, no log text and no key: in use, after deletion, after rotation', {
  skip,
}, async () => {
  const { folder, raw } = medium()
  const data = join(folder, 'device')
  mkdirSync(data)
  const device = await openDevice(data, join(folder, '..', 'nv-'))
  const keys: Buffer[] = []
  const nothingIn = (when: string): void => {
    keys.push(...keysOf(device))
    const bytes = raw()
    assert.equal(occurrences(bytes, marker), 0, `${when}: markers`)
    for (const key of keys)
      for (const spelled of spellings(key)) assert.equal(occurrences(bytes, spelled), 0, `${when}: a key`)
  }
  for (let at = 0; at < markers; at++) {
    const text = `${marker}${randomBytes(8).toString('hex')}`
    device.append(`${marker}${at % 10}`, 1, text)
    if (at % 10 === 0) device.write(text)
    if (at % 250 === 7) nothingIn(`after ${at} records`)
  }
  nothingIn('in use')
  const dying = keysOf(device)
  await device.erase(`${marker}3`)
  assert.equal(device.count(`${marker}3`), 0)
  nothingIn('after a deletion')
  await device.rotate()
  nothingIn('after a rotation')
  assert.ok(dying.length > 10, 'keys were looked for')
  device.close()
  nothingInClosed(raw(), keys)
})

function nothingInClosed(bytes: Buffer, keys: readonly Buffer[]): void {
  assert.equal(occurrences(bytes, marker), 0, 'closed: markers')
  for (const key of keys) for (const spelled of spellings(key)) assert.equal(occurrences(bytes, spelled), 0)
}

test('the same search finds what plain SQLite, a deleted key file and a database before rekey leave behind', {
  skip,
}, () => {
  const { folder, raw } = medium()
  const found = (): number => occurrences(raw(), control)
  let control = `CTL${randomBytes(8).toString('hex')}`

  const plain = new DatabaseSync(join(folder, 'plain.db'))
  plain.exec('PRAGMA journal_mode=WAL; CREATE TABLE record (text TEXT)')
  plain.prepare('INSERT INTO record VALUES (?)').run(control)
  assert.ok(found() > 0, 'a row of plain SQLite')
  plain.exec('DELETE FROM record; PRAGMA wal_checkpoint(TRUNCATE)')
  assert.ok(found() > 0, 'a deleted row of plain SQLite')
  plain.close()

  control = `CTL${randomBytes(8).toString('hex')}`
  const key = join(folder, 'key')
  writeFileSync(key, control, { flush: true })
  writeFileSync(`${key}.new`, 'another', { flush: true })
  renameSync(`${key}.new`, key)
  assert.ok(found() > 0, 'a key file that was renamed over')
  rmSync(key)
  assert.ok(found() > 0, 'a key file that was unlinked')

  control = `CTL${randomBytes(8).toString('hex')}`
  const cipher = openSqlCipher(join(folder, 'cipher.db'))
  cipher.exec('CREATE TABLE record (text TEXT)')
  cipher.exec(`INSERT INTO record VALUES ('${control}')`)
  assert.ok(found() > 0, 'a row before the database was encrypted')
  cipher.pragma("cipher='sqlcipher'")
  cipher.pragma('legacy=4')
  cipher.pragma("rekey='a key for tests'")
  cipher.close()
  assert.ok(found() > 0, 'a row after the database was encrypted')
})

interface SqlCipher {
  exec(sql: string): void
  pragma(text: string): unknown
  close(): void
}

function openSqlCipher(path: string): SqlCipher {
  const Database = createRequire(import.meta.url)('better-sqlite3-multiple-ciphers') as new (
    path: string,
  ) => SqlCipher
  return new Database(path)
}
