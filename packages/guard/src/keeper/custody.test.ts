import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { KeyOfficer } from '@pericard/model'
import { freshKey, type FrameStore } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import { type Custody, custodyDigest } from './custody.ts'
import { escrowIn } from './escrow.ts'
import { OpenVault } from './open-vault.ts'

const unlockKey = freshKey()

function storeFor(t: TestContext): SqliteFrameStore {
  const data = mkdtempSync(join(tmpdir(), 'pericard-custody-'))
  const store = new SqliteFrameStore(join(data, 'vault.db'))
  t.after(() => {
    store.close()
    rmSync(data, { recursive: true })
  })
  return store
}

const rawKey = (): string => generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' }).x ?? ''
const officer = (name: string): KeyOfficer => ({
  ...{ name, role: 'engineer', signingKey: rawKey(), escrowKey: rawKey() },
})
const declared: Custody = { officers: [officer('ada'), officer('bert')], approvals: 2, escrow: 2 }
const others: Custody = { officers: [officer('eve'), officer('mallory')], approvals: 1, escrow: 2 }

function open(store: FrameStore, custody: Custody): Promise<OpenVault> {
  return OpenVault.open({
    ...{ store, custody, unlockKey, device: 'pump:1', clock: { now: () => 0 }, eraseRoot: undefined },
    ...{ keep: new Map(), onCanary: () => undefined, onReceipt: () => undefined },
  })
}

test('officers that a changed device file declares count only once those before let them in', async (t) => {
  const store = storeFor(t)
  const first = await open(store, declared)
  assert.deepEqual([first.custody, first.custodyIsDeclared], [declared, true])
  await first.renewEscrow()
  const changed = await open(store, others)
  assert.deepEqual([changed.custody, changed.custodyIsDeclared], [declared, false])
  assert.equal(await changed.renewEscrow(), false, 'no piece for eve')
  assert.deepEqual(
    escrowIn(store)?.pieces.map(({ to }) => to),
    ['ada', 'bert'],
  )
  assert.throws(() => changed.adoptCustody(custodyDigest(declared)), /declares other officers than the order/)
  changed.adoptCustody(custodyDigest(others))
  assert.equal(await changed.renewEscrow(), true)
  const after = await open(store, others)
  assert.deepEqual([after.custody, after.custodyIsDeclared], [others, true])
  assert.deepEqual(
    escrowIn(store)?.pieces.map(({ to }) => to),
    ['eve', 'mallory'],
  )
})

test('a store whose officers were taken out has none, and gives no escrow to those of the device file', async (t) => {
  const store = storeFor(t)
  await open(store, {})
  const later = await open(store, others)
  assert.deepEqual([later.custody, await later.renewEscrow(), escrowIn(store)], [{}, false, undefined])
})

test('custody with any byte changed is refused', async (t) => {
  const store = storeFor(t)
  await open(store, declared)
  const kept = store.meta('custody') ?? new Uint8Array()
  for (let at = 0; at < kept.length; at += 7) {
    const custody = new Uint8Array(kept)
    custody[at] = (custody[at] ?? 0) ^ 1
    store.commit({ meta: { custody } })
    await assert.rejects(open(store, declared), { name: 'VaultError' }, `byte ${at}`)
  }
})

test('after each change of the keys the pieces are new ones; without an escrow in the custody it is withdrawn', async (t) => {
  const store = storeFor(t)
  const vault = await open(store, declared)
  await vault.renewEscrow()
  const before = escrowIn(store)
  await vault.rotateRoot()
  assert.equal(await vault.renewEscrow(), true)
  assert.notEqual(escrowIn(store)?.mark, before?.mark)
  const { escrow: _, ...without } = declared
  const next = await open(store, without)
  next.adoptCustody(custodyDigest(without))
  assert.deepEqual(
    [await next.renewEscrow(), escrowIn(store), await next.renewEscrow()],
    [true, undefined, false],
  )
})
