import assert from 'node:assert/strict'
import test from 'node:test'
import { utf8 } from '@pericard/base'
import { MemoryEraseRoot } from '../adapters/memory-erase-root.ts'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { Vault } from '../records/vault.ts'
import { rotateRoot, settleErasure } from './erase.ts'
import { escrowMark, escrowPieceBytes, makeEscrow, openEscrow } from './escrow.ts'
import { freshKey } from './key.ts'
import { type KeyTree, openKeyTree } from './key-tree.ts'

const clock = { now: () => 100 * 86_400_000 }
const keep = new Map<string, number | 'forever'>([['vitals', 'forever']])
const unlockKey = freshKey()
const names = ['ada', 'bert', 'carl']

interface Device {
  readonly store: MemoryFrameStore
  readonly tree: KeyTree
  readonly vault: Vault
}

async function device(eraseRoot?: MemoryEraseRoot): Promise<Device> {
  const store = new MemoryFrameStore()
  const tree = await openKeyTree({ store, unlockKey, ...(eraseRoot === undefined ? {} : { eraseRoot }) })
  const vault = Vault.open({ store, clock, keys: tree.keys, keep })
  for (const subject of ['anna', 'ben'])
    vault.append([{ data: 'vitals', subject, at: clock.now(), bytes: utf8(`of ${subject}`) }])
  return { store, tree, vault }
}

function subjectsIn(store: MemoryFrameStore, keys: KeyTree['keys']): string[] {
  return [...Vault.open({ store, clock, keys, keep }).after(0, 100)].map(({ subject }) => subject)
}

for (const eraseRoot of [undefined, new MemoryEraseRoot()]) {
  const where = eraseRoot === undefined ? 'on the medium alone' : 'with a secret outside the medium'
  test(`any two of three pieces open the records, ${where}; one piece, also given twice, opens nothing`, async () => {
    const { store, tree } = await device(eraseRoot)
    const { sealed, pieces } = await makeEscrow(tree, 2, names)
    const [ada, bert, carl] = names.map((name) => pieces.get(name) ?? new Uint8Array())
    assert.ok(ada && bert && carl && ada.length === escrowPieceBytes)
    for (const two of [
      [ada, bert],
      [ada, carl],
      [carl, bert],
      [ada, bert, carl],
    ])
      assert.deepEqual(subjectsIn(store, await openEscrow(store, sealed, two)), ['anna', 'ben'])
    for (const few of [[], [ada], [ada, ada]])
      await assert.rejects(openEscrow(store, sealed, few), { code: 'VAULT_UNLOCK_REFUSED' })
  })
}

test('a piece or an escrow with any bit changed, and those of another store, open nothing', async () => {
  const { store, tree } = await device(new MemoryEraseRoot())
  const { sealed, pieces } = await makeEscrow(tree, 2, names)
  const [ada = new Uint8Array(), bert = new Uint8Array()] = [pieces.get('ada'), pieces.get('bert')]
  for (let bit = 0; bit < 8 * ada.length; bit++)
    await assert.rejects(openEscrow(store, sealed, [flipped(ada, bit), bert]), {
      code: 'VAULT_UNLOCK_REFUSED',
    })
  for (let bit = 0; bit < 8 * sealed.length; bit++)
    await assert.rejects(openEscrow(store, flipped(sealed, bit), [ada, bert]), {
      code: 'VAULT_UNLOCK_REFUSED',
    })
  for (let length = 0; length < sealed.length; length++)
    await assert.rejects(openEscrow(store, sealed.slice(0, length), [ada, bert]))
  const other = await device(new MemoryEraseRoot())
  await assert.rejects(openEscrow(other.store, sealed, [ada, bert]), { code: 'VAULT_UNLOCK_REFUSED' })
  await assert.rejects(openEscrow(new MemoryFrameStore(), sealed, [ada, bert]), {
    code: 'VAULT_STORE_BROKEN',
  })
})

test('an escrow is of one generation: after an erasure or a new root it opens nothing, and its mark says so', async () => {
  const eraseRoot = new MemoryEraseRoot()
  const { store, tree, vault } = await device(eraseRoot)
  const first = await makeEscrow(tree, 2, names)
  const pieces = [...first.pieces.values()].map((piece) => piece.slice())
  vault.deleteSubject('anna')
  const erased = (await settleErasure({ store, vault, tree, clock })).tree
  assert.notEqual(escrowMark(erased), escrowMark(tree))
  await assert.rejects(openEscrow(store, first.sealed, pieces), { code: 'VAULT_UNLOCK_REFUSED' })
  await assert.rejects(makeEscrow(tree, 2, names), { code: 'VAULT_ERASED' })
  const second = await makeEscrow(erased, 2, names)
  assert.deepEqual(subjectsIn(store, await openEscrow(store, second.sealed, [...second.pieces.values()])), [
    'ben',
  ])
  const rotated = await rotateRoot({ store, vault, tree: erased, clock }, unlockKey)
  assert.notEqual(escrowMark(rotated), escrowMark(erased))
})

function flipped(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}
