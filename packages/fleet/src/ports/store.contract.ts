import assert from 'node:assert/strict'
import test from 'node:test'
import type { Store } from './store.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What every adapter of `Store` has to pass. */
export function storeContract(name: string, open: () => Promise<Store>): void {
  test(`${name}: a store gives back what was put, and undefined for what was not`, async () => {
    const store = await open()
    await store.transact((t) => t.put('a', 'k', bytes('1')))
    assert.deepEqual(new Uint8Array((await store.transact((t) => t.get('a', 'k'))) ?? []), bytes('1'))
    assert.equal(await store.transact((t) => t.get('b', 'k')), undefined)
    await store.transact((t) => t.delete('a', 'k'))
    assert.equal(await store.transact((t) => t.get('a', 'k')), undefined)
    await store.close()
  })

  test(`${name}: work that throws changes nothing`, async () => {
    const store = await open()
    await store.transact((t) => t.put('a', 'k', bytes('before')))
    const failing = store.transact(async (t) => {
      await t.put('a', 'k', bytes('after'))
      await t.put('a', 'new', bytes('x'))
      await t.delete('a', 'k')
      throw new Error('planted')
    })
    await assert.rejects(failing, /planted/)
    assert.deepEqual(new Uint8Array((await store.transact((t) => t.get('a', 'k'))) ?? []), bytes('before'))
    assert.equal(await store.transact((t) => t.count('a', '')), 1)
    await store.close()
  })

  test(`${name}: work started at the same time runs one after the other`, async () => {
    const store = await open()
    const add = (): Promise<void> =>
      store.transact(async (t) => {
        const now = (await t.get('n', 'n'))?.[0] ?? 0
        await new Promise((wake) => setImmediate(wake))
        await t.put('n', 'n', new Uint8Array([now + 1]))
      })
    await Promise.all(Array.from({ length: 20 }, add))
    assert.equal((await store.transact((t) => t.get('n', 'n')))?.[0], 20)
    await store.close()
  })

  test(`${name}: list() gives the rows of a prefix by key, wildcard characters taken literally`, async () => {
    const store = await open()
    await store.transact(async (t) => {
      for (const key of ['a:2', 'a:1', 'a%', 'a_', 'b', 'a\u{10ffff}']) await t.put('t', key, bytes(key))
    })
    const keys = async (prefix: string): Promise<string[]> =>
      (await store.transact((t) => t.list('t', prefix))).map(({ key }) => key)
    assert.deepEqual(await keys('a:'), ['a:1', 'a:2'])
    assert.deepEqual(await keys('a%'), ['a%'])
    assert.equal((await keys('a')).length, 5)
    assert.equal(await store.transact((t) => t.count('t', 'a:')), 2)
    await store.close()
  })
}
