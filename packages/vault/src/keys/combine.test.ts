import test from 'node:test'
import assert from 'node:assert/strict'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { unlockWith, type UnlockPolicy } from './combine.ts'
import { freshKey, type SecretKey } from './key.ts'

const shares = new Map(['tpm', 'fleet', 'operator'].map((name) => [name, freshKey()]))
const some = (...names: string[]): Map<string, SecretKey> =>
  new Map([...shares].filter(([name]) => names.includes(name)))
const same = (a: SecretKey, b: SecretKey): boolean => a.object.equals(b.object)

test('with all of the shares the key follows from them, their names and their order, and from nothing less', async () => {
  const store = new MemoryFrameStore()
  const policy: UnlockPolicy = { shares: ['tpm', 'fleet'] }
  const key = await unlockWith(store, policy, some('tpm', 'fleet'))
  assert.ok(same(key, await unlockWith(store, policy, shares)))
  assert.ok(!same(key, await unlockWith(store, { shares: ['fleet', 'tpm'] }, shares)))
  assert.ok(!same(key, await unlockWith(store, { shares: ['tpm', 'fleet', 'operator'] }, shares)))
  const swapped = new Map([
    ['tpm', shares.get('fleet') ?? freshKey()],
    ['fleet', shares.get('tpm') ?? freshKey()],
  ])
  assert.ok(!same(key, await unlockWith(store, policy, swapped)))
  await assert.rejects(unlockWith(store, policy, some('tpm')), {
    code: 'VAULT_SHARES_MISSING',
    message: 'Cannot unlock: wanted 2 of tpm, fleet, only tpm is here',
  })
})

test('with a threshold any so many of the shares give the key, fewer do not, and wrong ones are refused', async () => {
  for (const threshold of [1, 2, 3]) {
    const store = new MemoryFrameStore()
    const policy: UnlockPolicy = { shares: [...shares.keys()], threshold }
    await assert.rejects(unlockWith(store, policy, some('tpm')), { code: 'VAULT_SHARES_MISSING' })
    const key = await unlockWith(store, policy, shares)
    const names = [...shares.keys()]
    for (const without of names) {
      const held = names.filter((name) => name !== without)
      const found = unlockWith(store, policy, some(...held))
      if (threshold <= 2) assert.ok(same(key, await found), `${threshold} without ${without}`)
      else await assert.rejects(found, { code: 'VAULT_SHARES_MISSING' })
    }
    const one = unlockWith(store, policy, some('fleet'))
    if (threshold === 1) assert.ok(same(key, await one))
    else await assert.rejects(one, { code: 'VAULT_SHARES_MISSING' })
    const wrong = new Map(names.map((name) => [name, freshKey()]))
    await assert.rejects(unlockWith(store, policy, wrong), { code: 'VAULT_UNLOCK_REFUSED' })
  }
})

test('a piece that was altered, cut or exchanged on the medium opens nothing', async () => {
  const store = new MemoryFrameStore()
  const policy: UnlockPolicy = { shares: [...shares.keys()], threshold: 2 }
  await unlockWith(store, policy, shares)
  const piece = store.meta('piece:tpm') ?? new Uint8Array()
  assert.ok(piece.length > 0)
  const put = (bytes: Uint8Array<ArrayBuffer>): void => store.commit({ meta: { 'piece:tpm': bytes } })
  for (let bit = 0; bit < piece.length * 8; bit++) {
    put(piece.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)))
    await assert.rejects(unlockWith(store, policy, shares), { code: 'VAULT_UNLOCK_REFUSED' }, `bit ${bit}`)
  }
  for (let length = 0; length < piece.length; length++) {
    put(piece.slice(0, length))
    await assert.rejects(unlockWith(store, policy, shares), { code: 'VAULT_UNLOCK_REFUSED' })
  }
  put(store.meta('piece:fleet') ?? piece)
  await assert.rejects(unlockWith(store, policy, shares), { code: 'VAULT_UNLOCK_REFUSED' })
})

test('a policy without shares or with too many is refused', async () => {
  const names = Array.from({ length: 9 }, (_, at) => `share-${at}`)
  for (const list of [[], names])
    await assert.rejects(unlockWith(new MemoryFrameStore(), { shares: list }, shares), {
      code: 'VAULT_SHARES_MISSING',
    })
})
