import test from 'node:test'
import assert from 'node:assert/strict'
import { format, inspect } from 'node:util'
import { utf8 } from '@pericard/base'
import { MemoryEraseRoot } from '../adapters/memory-erase-root.ts'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { Vault } from '../records/vault.ts'
import { lastReceipt, rotateRoot, rotateShares, settleErasure } from './erase.ts'
import { freshKey, type SecretKey } from './key.ts'
import { type KeyTree, openKeyTree } from './key-tree.ts'
import { verifyReceipt } from './receipt.ts'

const day = 24 * 3_600_000
const clock = { time: 100 * day, now: () => clock.time }
const keep = new Map<string, number | 'forever'>([['vitals', 3 * day]])
const unlockKey = freshKey()

interface Device {
  readonly store: MemoryFrameStore
  readonly eraseRoot: MemoryEraseRoot
  readonly tree: KeyTree
  readonly vault: Vault
}

async function device(store = new MemoryFrameStore(), eraseRoot = new MemoryEraseRoot()): Promise<Device> {
  const tree = await openKeyTree({ store, unlockKey, eraseRoot })
  return { store, eraseRoot, tree, vault: Vault.open({ store, clock, keys: tree.keys, keep }) }
}

function fill(vault: Vault, ...subjects: string[]): void {
  for (const subject of subjects)
    vault.append([{ data: 'vitals', subject, at: clock.time, bytes: utf8(`of ${subject}`) }])
}

function read(vault: Vault, subject: string): number {
  return [...vault.read({ data: 'vitals', subject, from: 0, to: 1000 * day })].length
}

/** A copy of everything that the medium holds, as a thief would have made it. */
function copyOf(store: MemoryFrameStore): MemoryFrameStore {
  const copy = new MemoryFrameStore()
  const names = ['store', 'root', 'key:blind', 'key:head', 'generation', 'head', 'erasure-due']
  const meta = Object.fromEntries(
    names.flatMap((name) => (store.meta(name) ? [[name, store.meta(name)]] : [])),
  )
  copy.commit({ meta: meta as Record<string, Uint8Array<ArrayBuffer>> })
  copy.commit({ putDeks: [...store.deks()], putFrames: [...store.frames({})] })
  return copy
}

test('openKeyTree() opens with the key it was planted with, and with no other', async () => {
  const { store, eraseRoot, tree } = await device()
  const again = await openKeyTree({ store, unlockKey, eraseRoot })
  for (const name of ['kek', 'blind', 'head'] as const)
    assert.ok(again.keys[name].object.equals(tree.keys[name].object), name)
  await assert.rejects(openKeyTree({ store, unlockKey: freshKey(), eraseRoot }), {
    code: 'VAULT_UNLOCK_REFUSED',
  })
  await assert.rejects(openKeyTree({ store, unlockKey }), { code: 'VAULT_ERASE_ROOT_MISSING' })
  await assert.rejects(openKeyTree({ store, unlockKey, eraseRoot: new MemoryEraseRoot() }), {
    code: 'VAULT_ERASED',
  })
})

test('openKeyTree() refuses a newer and an unknown format and changes nothing', async () => {
  for (const format of [1, 3, 255]) {
    const store = new MemoryFrameStore()
    store.commit({ meta: { store: new Uint8Array([format, ...new Uint8Array(16)]) } })
    await assert.rejects(openKeyTree({ store, unlockKey }), { code: 'VAULT_FORMAT_UNKNOWN' })
    assert.equal(store.meta('root'), undefined)
  }
})

test('settleErasure() makes a deletion true: a copy made before opens the living and not the deleted', async () => {
  const { store, eraseRoot, tree, vault } = await device()
  fill(vault, 'p1', 'p2')
  const thief = copyOf(store)
  assert.equal(vault.deleteSubject('p1'), 1)
  const { tree: next, receipt } = await settleErasure({ store, vault, tree, clock })
  assert.deepEqual([read(vault, 'p1'), read(vault, 'p2')], [0, 1])
  assert.equal(next.generation, 2)
  // The thief has every share and the TPM itself, but not the secret that was destroyed.
  await assert.rejects(openKeyTree({ store: thief, unlockKey, eraseRoot }), { code: 'VAULT_ERASED' })
  const text = lastReceipt(store) ?? ''
  const stated = verifyReceipt(text, receipt?.receipt.publicKey ?? '')
  assert.deepEqual(
    [stated.erased, stated.generation, stated.root],
    [[{ why: 'subject', keys: 1, at: clock.time }], 1, 'tpm'],
  )
  assert.throws(() => verifyReceipt(text.replace('"keys":1', '"keys":9'), stated.publicKey), {
    code: 'VAULT_RECEIPT_FORGED',
  })
  assert.throws(() => verifyReceipt('{', stated.publicKey), { code: 'VAULT_RECEIPT_FORGED' })
  const again = await device(store, eraseRoot)
  assert.deepEqual([read(again.vault, 'p1'), read(again.vault, 'p2')], [0, 1])
  assert.equal(again.vault.verify().broken, undefined)
})

test('settleErasure() has nothing to do where nothing was dropped, and covers expiry and wipe', async () => {
  const { store, tree, vault } = await device()
  fill(vault, 'p1', 'p2')
  const idle = await settleErasure({ store, vault, tree, clock })
  assert.deepEqual([idle.receipt, idle.tree.generation], [undefined, 1])
  clock.time += 10 * day
  assert.equal(vault.expire(), 2)
  const expired = await settleErasure({ store, vault, tree, clock })
  fill(vault, 'p3')
  vault.wipe()
  const wiped = await settleErasure({ store, vault, tree: expired.tree, clock })
  assert.deepEqual(
    [expired.receipt, wiped.receipt].map((one) => one?.receipt.erased.map(({ why, keys }) => [why, keys])),
    [[['expiry', 2]], [['wipe', 1]]],
  )
})

/** Fails at the n-th step that reaches outside or commits, as a crash there would. */
class Crashing {
  left: number
  constructor(left: number) {
    this.left = left
  }
  step(): void {
    if (this.left-- === 0) throw new Error('crash')
  }
}

class CrashingRoot extends MemoryEraseRoot {
  crash = new Crashing(Number.POSITIVE_INFINITY)
  override async create(generation: number): Promise<SecretKey> {
    this.crash.step()
    const made = await super.create(generation)
    this.crash.step()
    return made
  }
  override async destroy(generation: number): Promise<void> {
    this.crash.step()
    await super.destroy(generation)
    this.crash.step()
  }
}

class CrashingStore extends MemoryFrameStore {
  crash = new Crashing(Number.POSITIVE_INFINITY)
  override commit(change: Parameters<MemoryFrameStore['commit']>[0]): void {
    this.crash.step()
    super.commit(change)
    this.crash.step()
  }
}

test('a crash at any step of an erasure or a rotation loses nothing that lives and forgets no erasure', async () => {
  for (const work of ['erase', 'rotate'] as const) {
    let crashes = 0
    for (let after = 0; ; after++) {
      const store = new CrashingStore()
      const eraseRoot = new CrashingRoot()
      const { tree, vault } = await device(store, eraseRoot)
      fill(vault, 'p1', 'p2')
      vault.deleteSubject('p1')
      store.crash = eraseRoot.crash = new Crashing(after)
      const finished = await (work === 'erase'
        ? settleErasure({ store, vault, tree, clock })
        : rotateRoot({ store, vault, tree, clock }, unlockKey)
      ).then(
        () => true,
        () => false,
      )
      store.crash = eraseRoot.crash = new Crashing(Number.POSITIVE_INFINITY)
      const again = await device(store, eraseRoot)
      assert.deepEqual([read(again.vault, 'p1'), read(again.vault, 'p2')], [0, 1], `${work} step ${after}`)
      const settled = await settleErasure({ store, vault: again.vault, tree: again.tree, clock })
      assert.equal(await eraseRoot.read(settled.tree.generation - 1), undefined, `${work} step ${after}`)
      assert.ok(lastReceipt(store)?.includes('"subject"'), `${work} step ${after}`)
      fill(again.vault, 'p3')
      assert.equal(again.vault.verify().broken, undefined)
      if (finished) break
      crashes++
    }
    assert.ok(crashes >= 4, `${work} was stopped ${crashes} times`)
  }
})

test('rotateShares() locks the shares before out, without touching a record', async () => {
  const { store, eraseRoot, tree, vault } = await device()
  fill(vault, 'p1')
  const other = freshKey()
  rotateShares(store, tree, other, clock.now())
  await assert.rejects(openKeyTree({ store, unlockKey, eraseRoot }), { code: 'VAULT_UNLOCK_REFUSED' })
  const again = await openKeyTree({ store, unlockKey: other, eraseRoot })
  assert.ok(again.root.object.equals(tree.root.object))
})

test('no key of a tree can be printed, copied into a message, or read out of an error', async () => {
  const { tree } = await device()
  const bytes = [tree.root, tree.keys.kek, tree.keys.blind, tree.keys.head].map((key) => key.object.export())
  const error = await openKeyTree({ store: new MemoryFrameStore(), unlockKey: tree.root }).then(
    () => new Error('planted'),
    (cause: Error) => cause,
  )
  const shown = [
    inspect(tree, { depth: 9, showHidden: true }),
    JSON.stringify(tree),
    format('%s %o %j', tree.keys.kek, tree, tree),
    `${String(tree.keys.kek)}`,
    inspect(error, { depth: 9 }),
    inspect(Object.getOwnPropertyDescriptors(tree.keys.kek), { depth: 9 }),
  ].join('\n')
  for (const key of bytes)
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const)
      assert.ok(!shown.includes(key.toString(encoding)))
  assert.equal(JSON.stringify(structuredClone(tree.keys.kek)), '{}')
})
