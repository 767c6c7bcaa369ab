/** What is left of destroyed records: tombstones in the vault's own hand, and bridges over frames that were removed. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import fc from 'fast-check'
import { fromUtf8, utf8 } from '@pericard/base'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { SqliteFrameStore } from '../adapters/sqlite.ts'
import { freshKey } from '../keys/key.ts'
import type { FrameStore } from '../ports/frame-store.ts'
import { storeKeys } from '../../test/keys.ts'
import { ChainKeys } from './chain.ts'
import { Vault } from './vault.ts'

const day = 24 * 3_600_000
const unlockKey = freshKey()
const clock = { time: 100 * day, now: () => clock.time }
const keep = new Map<string, number | 'forever'>([
  ['vitals', 3 * day],
  ['notes', 'forever'],
])
const open = (store: FrameStore): Vault => Vault.open({ store, clock, keys: storeKeys(unlockKey), keep })
const add = (vault: Vault, subject: string, text: string, data = 'vitals'): number =>
  vault.append([{ data, subject, at: clock.time, bytes: utf8(text) }])
const read = (vault: Vault, subject: string, data = 'vitals'): (string | undefined)[] =>
  [...vault.read({ data, subject, from: 0, to: 1_000 * day })].map(({ bytes }) => fromUtf8(bytes))
const sequences = (store: FrameStore): number[] => [...store.frames({})].map(({ sequence }) => sequence)

test('a key that somebody deletes on the medium, with its frames, is missed; one that the vault destroyed is not', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  for (const subject of ['a', 'b']) add(vault, subject, subject)
  vault.deleteSubject('a')
  assert.equal(vault.verify().broken, undefined)
  const [kept] = store.deks()
  assert.ok(kept !== undefined)
  const mark = [...store.frames({})].map(({ dek }) => store.tombstone(dek)).find((each) => each !== undefined)
  const dek = [...store.frames({})][0]?.dek ?? ''
  const chain = new ChainKeys(storeKeys(unlockKey).head)
  assert.deepEqual(chain.tombstoneOf(dek, mark), { why: 'subject', at: clock.time, to: 2 })
  for (const tombstone of [new Uint8Array(), mark ?? new Uint8Array()]) {
    const robbed = new MemoryFrameStore()
    robbed.commit({ meta: { head: store.meta('head') ?? new Uint8Array() } })
    robbed.commit({ putDeks: [...store.deks()], putFrames: [...store.frames({})] })
    robbed.commit({ dropDeks: [{ id: kept.id, tombstone }] })
    assert.equal(open(robbed).verify().broken?.code, 'VAULT_RECORD_FORGED')
  }
})

test('a subject that was deleted can be stored anew on the same day, and deleted again', () => {
  for (const compact of [false, true]) {
    const store = new MemoryFrameStore()
    let vault = open(store)
    for (const text of ['one', 'two', 'three']) {
      add(vault, 'a', text)
      assert.deepEqual(read(vault, 'a'), [text])
      vault = open(store)
      add(vault, 'a', 'more')
      assert.deepEqual([read(vault, 'a'), vault.verify().broken], [[text, 'more'], undefined])
      vault.deleteSubject('a')
      if (compact) vault.compact()
      assert.deepEqual([read(vault, 'a'), vault.verify().broken], [[], undefined])
    }
    add(vault, 'a', 'last')
    const robbed = [...store.frames({})].at(-1)
    assert.ok(robbed !== undefined)
    const copy = new MemoryFrameStore()
    copy.commit({ meta: { head: store.meta('head') ?? new Uint8Array() }, putDeks: [...store.deks()] })
    const frames = [...store.frames({})].map((row) =>
      row.sequence === robbed.sequence ? { ...row, body: undefined } : row,
    )
    copy.commit({ putFrames: frames, putBridges: [...store.bridges()] })
    assert.equal(open(copy).verify().broken?.code, 'VAULT_RECORD_FORGED')
  }
})

test('compact() removes runs of destroyed frames, and the chain is walked over the bridges', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  for (const subject of ['a', 'a', 'b', 'a', 'c', 'a', 'a']) add(vault, subject, subject)
  assert.equal(vault.compact(), 0)
  vault.deleteSubject('a')
  assert.equal(vault.compact(), 5)
  assert.deepEqual(sequences(store), [3, 5])
  assert.deepEqual(
    [...store.bridges()].map(({ first, last }) => [first, last]),
    [
      [1, 2],
      [4, 4],
      [6, 7],
    ],
  )
  assert.equal(vault.verify().broken, undefined)
  const again = open(store)
  assert.equal(again.sequence, 7)
  add(again, 'd', 'after')
  assert.deepEqual([again.verify(), read(again, 'b'), read(again, 'd')], [{ frames: 3 }, ['b'], ['after']])
  again.deleteSubject('b')
  again.deleteSubject('c')
  assert.equal(again.compact(), 2)
  assert.deepEqual(
    [...store.bridges()].map(({ first, last }) => [first, last]),
    [[1, 7]],
  )
  assert.equal(open(store).verify().broken, undefined)
})

test('a bridge that is forged, moved, taken away or put over living frames is noticed', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  for (const subject of ['a', 'b', 'a', 'b', 'c']) add(vault, subject, subject)
  vault.deleteSubject('a')
  vault.compact()
  const bridges = [...store.bridges()]
  const copy = (change: (bridge: (typeof bridges)[number], at: number) => object): MemoryFrameStore => {
    const next = new MemoryFrameStore()
    next.commit({ meta: { head: store.meta('head') ?? new Uint8Array() } })
    next.commit({ putDeks: [...store.deks()], putFrames: [...store.frames({})] })
    next.commit({ putBridges: bridges.map((bridge, at) => ({ ...bridge, ...change(bridge, at) })) })
    return next
  }
  assert.equal(open(copy(() => ({}))).verify().broken, undefined)
  for (let bit = 0; bit < 64 * 8; bit++) {
    const flipped = copy(({ value }, at) =>
      at === 0 ? { value: value.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)) } : {},
    )
    assert.equal(open(flipped).verify().broken?.code, 'VAULT_STORE_BROKEN', `bit ${bit}`)
  }
  const wider = copy((_, at) => (at === 0 ? { last: 2 } : {}))
  assert.equal(open(wider).verify().broken?.code, 'VAULT_STORE_BROKEN')
  const exchanged = copy((_, at) => ({ value: bridges[1 - at]?.value }))
  assert.equal(open(exchanged).verify().broken?.code, 'VAULT_STORE_BROKEN')
  assert.throws(() => open(exchanged).compact(), { code: 'VAULT_STORE_BROKEN' })
})

test('whatever is stored, deleted and compacted, the rest is read and the chain holds, in memory and in a file', () => {
  const step = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map((subject) => ({ add: subject })),
    fc.constantFrom('a', 'b', 'c').map((subject) => ({ drop: subject })),
    fc.constant({ compact: true }),
    fc.constant({ reopen: true }),
  )
  const folder = mkdtempSync(join(tmpdir(), 'pericard-compact-'))
  let files = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.boolean(), (steps, inFile) => {
      const store = inFile ? new SqliteFrameStore(join(folder, `${files++}.db`)) : new MemoryFrameStore()
      let vault = open(store)
      const wanted = new Map<string, string[]>()
      steps.forEach((each, n) => {
        if ('add' in each) {
          add(vault, each.add, `${n}`)
          wanted.set(each.add, [...(wanted.get(each.add) ?? []), `${n}`])
        } else if ('drop' in each) {
          vault.deleteSubject(each.drop)
          wanted.delete(each.drop)
        } else if ('compact' in each) vault.compact()
        else vault = open(store)
      })
      assert.equal(vault.verify().broken, undefined)
      for (const subject of ['a', 'b', 'c']) assert.deepEqual(read(vault, subject), wanted.get(subject) ?? [])
      store.close()
    }),
    { numRuns: 60 },
  )
  rmSync(folder, { recursive: true })
})

test('a file gives back the pages of frames that were removed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-compact-'))
  const path = join(folder, 'vault.db')
  const store = new SqliteFrameStore(path)
  const vault = open(store)
  for (let n = 0; n < 200; n++) add(vault, 'a', 'x'.repeat(10_000))
  add(vault, 'b', 'stays')
  vault.deleteSubject('a')
  assert.ok(statSync(path).size > 2_000_000)
  assert.equal(vault.compact(), 200)
  vault.deleteSubject('nobody')
  vault.rewrap({ kek: freshKey(), meta: {} })
  assert.ok(statSync(path).size < 200_000, `${statSync(path).size} bytes are left`)
  store.close()
  rmSync(folder, { recursive: true })
})
