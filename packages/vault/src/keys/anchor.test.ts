import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { MemoryCounter } from '../adapters/memory-counter.ts'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { checkAnchor, raiseAnchor } from './anchor.ts'
import { freshKey } from './key.ts'

const key = freshKey()
const copyOf = (store: MemoryFrameStore): MemoryFrameStore => {
  const copy = new MemoryFrameStore()
  const anchor = store.meta('anchor')
  if (anchor !== undefined) copy.commit({ meta: { anchor } })
  return copy
}

test('an older copy of a store is refused whenever it was made, and the present one never', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (crashes) => {
      const store = new MemoryFrameStore()
      const counter = new MemoryCounter(7)
      const copies: MemoryFrameStore[] = []
      await raiseAnchor(store, key, counter)
      for (const crash of crashes) {
        copies.push(copyOf(store))
        // A crash between the two steps: the store has moved on and the counter has not.
        const stopping = { read: () => counter.read(), increment: () => Promise.reject(new Error('crash')) }
        if (crash) await raiseAnchor(store, key, stopping).catch(() => undefined)
        else await raiseAnchor(store, key, counter)
        await checkAnchor(store, key, counter, false)
      }
      for (const copy of copies)
        await assert.rejects(checkAnchor(copy, key, counter, false), { code: 'VAULT_ROLLED_BACK' })
      await checkAnchor(store, key, counter, false)
    }),
  )
})

test('an anchor that is missing, altered, cut, of another key or ahead of the counter is refused', async () => {
  const store = new MemoryFrameStore()
  const counter = new MemoryCounter()
  await checkAnchor(store, key, counter, true)
  await assert.rejects(checkAnchor(store, key, counter, false), { code: 'VAULT_STORE_BROKEN' })
  await raiseAnchor(store, key, counter)
  const sound = store.meta('anchor') ?? new Uint8Array()
  for (let bit = 0; bit < sound.length * 8; bit++) {
    store.commit({
      meta: { anchor: sound.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)) },
    })
    await assert.rejects(checkAnchor(store, key, counter, false), { code: 'VAULT_STORE_BROKEN' })
  }
  for (let length = 0; length < sound.length; length++) {
    store.commit({ meta: { anchor: sound.slice(0, length) } })
    await assert.rejects(checkAnchor(store, key, counter, false), { code: 'VAULT_STORE_BROKEN' })
  }
  store.commit({ meta: { anchor: sound } })
  await assert.rejects(checkAnchor(store, freshKey(), counter, false), { code: 'VAULT_STORE_BROKEN' })
  await assert.rejects(checkAnchor(store, key, new MemoryCounter(-5), false), { code: 'VAULT_ROLLED_BACK' })
})
