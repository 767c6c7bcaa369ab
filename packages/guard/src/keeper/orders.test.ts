import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import type { KeyOfficer } from '@pericard/model'
import { freshKey } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import { approve, type Order, type OrderAnswer, ordersFolder, placeOrder, takeOrders } from './orders.ts'
import { KeeperState } from './state.ts'

const now = 1_000_000_000_000
const device = 'pump:1'
const persons = ['ada', 'bert'].map((name) => ({ name, ...generateKeyPairSync('ed25519') }))
const officers: KeyOfficer[] = persons.map(({ name, publicKey }) => ({
  ...{ name, role: 'engineer', signingKey: publicKey.export({ format: 'jwk' }).x ?? '' },
}))
const order = (part: Partial<Order> = {}): Order => ({ v: 1, device, order: 'rotate-root', at: now, ...part })
const approvalsOf = (signed: Order, ...names: string[]): ReturnType<typeof approve>[] =>
  persons
    .filter(({ name }) => names.includes(name))
    .map(({ name, privateKey }) => approve(signed, name, privateKey))

interface Desk {
  readonly data: string
  readonly performed: string[]
  readonly take: (needed?: number) => Promise<OrderAnswer[]>
}

function desk(t: TestContext): Desk {
  const data = mkdtempSync(join(tmpdir(), 'pericard-orders-'))
  const store = new SqliteFrameStore(join(data, 'vault.db'))
  const state = KeeperState.open(store, freshKey())
  t.after(() => {
    store.close()
    rmSync(data, { recursive: true })
  })
  const performed: string[] = []
  const take = async (needed?: number): Promise<OrderAnswer[]> => {
    const custody = { officers, ...(needed === undefined ? {} : { approvals: needed }) }
    const perform = async (each: Order): Promise<void> => void performed.push(each.order)
    const taken = await takeOrders({
      dataDir: data,
      device,
      custody,
      state,
      clock: { now: () => now },
      perform,
    })
    return taken.map(({ answer }) => answer)
  }
  return { data, performed, take }
}

test('an order that two officers approved is done once, and answered', async (t) => {
  const { data, performed, take } = desk(t)
  assert.deepEqual(await take(2), [])
  const answerAt = placeOrder(data, { order: order(), approvals: approvalsOf(order(), 'ada', 'bert') })
  assert.deepEqual(await take(2), [{ done: true, approvedBy: ['ada', 'bert'] }])
  assert.deepEqual(JSON.parse(readFileSync(answerAt, 'utf8')), { done: true, approvedBy: ['ada', 'bert'] })
  assert.deepEqual(readdirSync(ordersFolder(data)), ['1000000000000-rotate-root.answer'])
  placeOrder(data, { order: order(), approvals: approvalsOf(order(), 'ada', 'bert') })
  assert.deepEqual(await take(2), [{ done: false, why: 'it was given before, or a later one was' }])
  assert.deepEqual(performed, ['rotate-root'])
})

test('one officer, one officer twice, a signature over another order, a stranger, another device, yesterday: nothing is done', async (t) => {
  const { data, performed, take } = desk(t)
  const refusals: [object, RegExp][] = [
    [{ order: order(), approvals: [] }, /0 officers approved it, and 2 have to/],
    [{ order: order(), approvals: approvalsOf(order(), 'ada') }, /1 officers/],
    [
      { order: order(), approvals: [...approvalsOf(order(), 'ada'), ...approvalsOf(order(), 'ada')] },
      /1 officers/,
    ],
    [
      { order: order(), approvals: approvalsOf(order({ order: 'rotate-log' }), 'ada', 'bert') },
      /signature of "ada" is not over this order/,
    ],
    [
      {
        order: order(),
        approvals: approvalsOf(order(), 'ada', 'bert').map((each) => ({ ...each, by: 'eve' })),
      },
      /"eve" is no officer/,
    ],
    [
      {
        order: order({ device: 'pump:2' }),
        approvals: approvalsOf(order({ device: 'pump:2' }), 'ada', 'bert'),
      },
      /for pump:2/,
    ],
    [
      {
        order: order({ at: now - 2 * 3_600_000 }),
        approvals: approvalsOf(order({ at: now - 2 * 3_600_000 }), 'ada', 'bert'),
      },
      /not of this hour/,
    ],
    [{ order: { ...order(), more: 1 }, approvals: [] }, /not an order/],
    [{ order: order({ order: 'wipe' as 'rotate-root' }), approvals: [] }, /not an order/],
  ]
  mkdirSync(ordersFolder(data), { recursive: true })
  for (const [signed, why] of refusals) {
    writeFileSync(join(ordersFolder(data), '1-rotate-root.order'), JSON.stringify(signed))
    const [answer] = await take(2)
    assert.ok(answer?.done === false)
    assert.match(answer.why, why)
  }
  for (const text of ['', 'nothing', '[]', 'x'.repeat(20_000)]) {
    writeFileSync(join(ordersFolder(data), '1-rotate-root.order'), text)
    assert.equal((await take(2))[0]?.done, false, text.slice(0, 10))
  }
  assert.deepEqual(performed, [])
})

test('where the file asks for no approvals none is needed, and a wrong one still voids the order', async (t) => {
  const { data, performed, take } = desk(t)
  const wrong = approvalsOf(order({ at: now + 1 }), 'ada')
  placeOrder(data, { order: order(), approvals: wrong })
  assert.equal((await take())[0]?.done, false)
  placeOrder(data, { order: order(), approvals: [] })
  assert.deepEqual(await take(), [{ done: true, approvedBy: [] }])
  assert.deepEqual(performed, ['rotate-root'])
})

test('officers are let in by those before them, and by nobody where none has to approve', async (t) => {
  const { data, performed, take } = desk(t)
  const adopt = (at: number): Order => order({ order: 'adopt-officers', at, custody: '0'.repeat(64) })
  placeOrder(data, { order: adopt(now), approvals: approvalsOf(adopt(now), 'ada', 'bert') })
  const [answer] = await take()
  assert.ok(answer?.done === false)
  assert.match(answer.why, /made without approvals/)
  placeOrder(data, { order: adopt(now), approvals: approvalsOf(adopt(now), 'ada') })
  assert.equal((await take(2))[0]?.done, false)
  placeOrder(data, { order: adopt(now), approvals: approvalsOf(adopt(now), 'ada', 'bert') })
  assert.deepEqual(await take(2), [{ done: true, approvedBy: ['ada', 'bert'] }])
  assert.deepEqual(performed, ['adopt-officers'])
})
