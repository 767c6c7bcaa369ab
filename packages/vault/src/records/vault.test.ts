import test from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { fromUtf8, utf8 } from '@pericard/base'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { SqliteFrameStore } from '../adapters/sqlite.ts'
import { freshKey, type SecretKey } from '../keys/key.ts'
import { frameStoreContract } from '../ports/frame-store.contract.ts'
import { storeKeys } from '../../test/keys.ts'
import { Vault, type VaultRecord } from './vault.ts'

const hour = 3_600_000
const day = 24 * hour
const folder = mkdtempSync(join(tmpdir(), 'pericard-vault-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const freshFile = (): string => join(folder, `${files++}.db`)

frameStoreContract('MemoryFrameStore', () => new MemoryFrameStore())
frameStoreContract('SqliteFrameStore', () => new SqliteFrameStore(freshFile()))

const unlockKey = freshKey()
const clock = { time: 100 * day, now: () => clock.time }
const keep = new Map<string, number | 'forever'>([
  ['vitals', 72 * hour],
  ['notes', 'forever'],
])
const open = (
  store = new MemoryFrameStore() as MemoryFrameStore | SqliteFrameStore,
  key: SecretKey = unlockKey,
): Vault => Vault.open({ store, clock, keys: storeKeys(key), keep })
const record = (text: string, part: Partial<VaultRecord> = {}): VaultRecord => ({
  ...{ data: 'vitals', subject: 'patient-1', at: 100 * day, bytes: utf8(text) },
  ...part,
})
const all = { data: 'vitals', subject: 'patient-1', from: 0, to: 1_000 * day }
const texts = (vault: Vault, query = all): (string | undefined)[] =>
  [...vault.read({ ...query, from: 90 * day, to: 200 * day })].map((found) => fromUtf8(found.bytes))

test('Vault reads back what it appended, by item, subject and time, whatever the batches', () => {
  const subject = fc.constantFrom('a', 'b', 'c')
  const entry = fc.record({
    subject,
    at: fc.integer({ min: 99 * day, max: 101 * day }),
    bytes: fc.uint8Array({ maxLength: 40 }),
  })
  fc.assert(
    fc.property(fc.array(fc.array(entry, { maxLength: 20 }), { maxLength: 5 }), (batches) => {
      const vault = open()
      const records = batches.map((batch) => batch.map((part) => record('', part as Partial<VaultRecord>)))
      for (const batch of records) vault.append(batch)
      for (const who of ['a', 'b', 'c']) {
        const found = [...vault.read({ data: 'vitals', subject: who, from: 99 * day, to: 101 * day })]
        const wanted = records.flat().filter((part) => part.subject === who)
        const sorted = (list: readonly VaultRecord[]): string[] =>
          list.map((part) => `${part.at} ${part.bytes}`).sort()
        assert.deepEqual(sorted(found), sorted(wanted))
      }
      assert.equal(vault.verify().broken, undefined)
    }),
    { numRuns: 30 },
  )
})

test('Vault goes on after reopening, and never seals two frames under one key', () => {
  const store = new MemoryFrameStore()
  open(store).append([record('one')])
  const again = open(store)
  again.append([record('two')])
  assert.deepEqual(texts(again), ['one', 'two'])
  const steps = [...store.frames({})].map((row) => new DataView(row.header.buffer).getUint32(41))
  assert.deepEqual(steps, [0, 1])
})

test('Vault.open() refuses keys of another store, and changes nothing', () => {
  const store = new MemoryFrameStore()
  open(store).append([record('x')])
  assert.throws(() => open(store, freshKey()), { code: 'VAULT_STORE_BROKEN' })
  assert.deepEqual(texts(open(store)), ['x'])
})

test('Vault notices any flipped bit of any frame', () => {
  const store = new MemoryFrameStore()
  open(store).append([record('one')])
  const [frame] = [...store.frames({})]
  assert.ok(frame?.body !== undefined)
  for (const part of ['header', 'body', 'tag'] as const) {
    const sound = frame[part] ?? new Uint8Array()
    for (let bit = 0; bit < sound.length * 8; bit++) {
      const bent = sound.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      const tampered = new Tampered(store, { ...frame, [part]: bent })
      assert.ok(open(tampered).verify().broken !== undefined, `${part} bit ${bit}`)
    }
  }
})

test('Vault.verify() misses no frame that was dropped at the end or in the middle', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  for (const text of ['one', 'two', 'three']) vault.append([record(text)])
  for (const gone of [1, 2]) {
    const cut = new Tampered(store, undefined, gone)
    assert.equal(open(cut).verify().broken?.code, 'VAULT_STORE_BROKEN')
  }
  assert.throws(() => open(new Tampered(store, undefined, 3)), { code: 'VAULT_STORE_BROKEN' })
})

test('Vault destroys what its retention ends, without being asked, and keeps the rest', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  vault.append([
    record('old', { at: 96 * day }),
    record('new'),
    record('note', { data: 'notes', at: 1 * day }),
  ])
  assert.deepEqual(texts(vault), ['new'])
  assert.deepEqual([...store.deks()].length, 2)
  assert.equal(vault.verify().broken, undefined)
})

test('Vault.deleteSubject() and wipe() leave nothing of the subject, or of anybody', () => {
  const vault = open()
  vault.append([record('mine'), record('yours', { subject: 'patient-2' })])
  vault.deleteSubject('patient-1')
  assert.deepEqual(texts(vault), [])
  assert.deepEqual(texts(vault, { ...all, subject: 'patient-2' }), ['yours'])
  vault.wipe()
  assert.deepEqual(texts(vault, { ...all, subject: 'patient-2' }), [])
})

test('Vault.append() refused by the store leaves the vault as it was, on every call', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  vault.append([record('before')])
  const commit = store.commit.bind(store)
  store.commit = () => {
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  }
  assert.throws(() => vault.append([record('lost'), record('lost too', { subject: 'patient-2' })]), {
    code: 'ENOSPC',
  })
  store.commit = commit
  vault.append([record('after')])
  assert.deepEqual(texts(vault), ['before', 'after'])
  assert.equal(vault.verify().broken, undefined)
})

test('the files of a vault hold no word of what was stored, nor whose it was', () => {
  const path = freshFile()
  const vault = open(new SqliteFrameStore(path))
  vault.append([record('Jane Doe 120/80', { subject: 'MRN-4711' })])
  for (const name of readdirSync(folder)) {
    const raw = readFileSync(join(folder, name))
    for (const marker of ['Jane', '120/80', 'MRN-4711', 'vitals'])
      assert.ok(!raw.includes(marker), `${name}: ${marker}`)
  }
  vault.close()
})

test('SqliteFrameStore refuses a second opener and a file that is no database, by code', () => {
  const path = freshFile()
  const first = new SqliteFrameStore(path)
  assert.throws(() => new SqliteFrameStore(path), { code: 'VAULT_STORE_LOCKED' })
  first.close()
  const broken = freshFile()
  writeFileSync(broken, 'this is not a database at all, not even nearly, and long enough to be one')
  assert.throws(() => new SqliteFrameStore(broken), { code: 'VAULT_STORE_BROKEN' })
})

test('Vault goes on past the frames that one key may seal, and reads them all', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  const count = 10_002
  for (let i = 0; i < count; i++) vault.append([record(String(i))])
  assert.equal([...store.deks()].length, 2)
  assert.equal(texts(vault).length, count)
  open(store).append([record('after')])
  assert.equal(texts(open(store)).at(-1), 'after')
})

test('Vault notices a body that was erased while its key lives, and an expiry that was switched off', () => {
  const store = new MemoryFrameStore()
  open(store).append([record('one')])
  const [frame] = [...store.frames({})]
  const [dek] = [...store.deks()]
  assert.ok(frame !== undefined && dek !== undefined)
  const erased = open(new Tampered(store, { ...frame, body: undefined }))
  assert.equal(erased.verify().broken?.code, 'VAULT_RECORD_FORGED')
  assert.throws(() => texts(erased), { code: 'VAULT_RECORD_FORGED' })
  const forever = new Tampered(store, undefined)
  forever.commit({ putDeks: [{ ...dek, expires: undefined }] })
  assert.throws(() => texts(open(forever)), {
    code: 'VAULT_KEY_FORGED',
  })
})

/** A copy of a store in which one frame was exchanged or left out. */
class Tampered extends MemoryFrameStore {
  constructor(
    sound: MemoryFrameStore,
    exchanged: Parameters<MemoryFrameStore['commit']>[0]['putFrames'] extends
      | readonly (infer Row)[]
      | undefined
      ? Row | undefined
      : never,
    without?: number,
  ) {
    super()
    const meta: Record<string, Uint8Array<ArrayBuffer>> = {}
    for (const name of ['store', 'check', 'head']) meta[name] = sound.meta(name) ?? new Uint8Array()
    const putFrames = [...sound.frames({})]
      .filter((row) => row.sequence !== without)
      .map((row) => (row.sequence === exchanged?.sequence ? exchanged : row))
    super.commit({ meta, putDeks: [...sound.deks()], putFrames })
  }
}
