/** The fleet as witness of a log: what fits is kept, what does not is an event, and the earlier head stays. */
import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import test from 'node:test'
import type { LogHeadReport } from '@pericard/protocol'
import { auditEntries } from '../src/audit.ts'
import { type Context, putDevice } from '../src/context.ts'
import { memoryStore } from '../src/index.ts'
import { headsMax, witnessedHeads, witnessHead } from '../src/log-witness.ts'

const id = 'pump:1'
const log = 'ab'.repeat(16)

async function world(): Promise<{ context: Context; kinds: () => Promise<string[]> }> {
  const store = memoryStore()
  const rest = { store, clock: { now: () => 5 }, hub: new EventEmitter() }
  const context = rest as unknown as Context
  const counters = { bootEpoch: 0, shares: [], observations: 0, events: 0 }
  for (const device of [id, 'pump:10'])
    await store.transact((t) => putDevice(t, { id: device, status: 'enrolled', ...counters }))
  const kinds = async (): Promise<string[]> => {
    const rows = await store.transact((t) => t.list('events', `${id}|`))
    return rows.map(({ value }) => (JSON.parse(Buffer.from(value).toString()) as { kind: string }).kind)
  }
  return { context, kinds }
}

const report = (sequence: number, digit = 'a', of = log): LogHeadReport => ({
  ...{ v: 1, log: of, sequence, hash: digit.repeat(64) },
})

test('a log that grows is kept head by head, and the device is told what was seen before', async () => {
  const { context, kinds } = await world()
  assert.deepEqual(await witnessHead(context, id, report(3)), { seen: null })
  assert.deepEqual(await witnessHead(context, id, report(9, 'b')), {
    seen: { sequence: 3, hash: 'a'.repeat(64) },
  })
  await witnessHead(context, id, report(9, 'b'))
  await witnessHead(context, 'pump:10', report(1, 'c'))
  assert.deepEqual(
    (await witnessedHeads(context, id)).map(({ sequence, at }) => [sequence, at]),
    [
      [3, 5],
      [9, 5],
    ],
  )
  assert.deepEqual(await kinds(), [])
})

test('a log that was set back, written anew or begun anew is an event and in the audit; what was seen stays', async () => {
  const { context, kinds } = await world()
  await witnessHead(context, id, report(9))
  assert.deepEqual(await witnessHead(context, id, report(8)), {
    seen: { sequence: 9, hash: 'a'.repeat(64) },
  })
  assert.deepEqual(await kinds(), ['log-set-back'])
  await witnessHead(context, id, report(9, 'b'))
  assert.deepEqual((await kinds()).slice(1), ['log-rewritten'])
  await witnessHead(context, id, report(2, 'c', 'cd'.repeat(16)))
  assert.deepEqual((await kinds()).slice(2), ['log-begun-anew'])
  await witnessHead(context, id, { ...report(3, 'c', 'cd'.repeat(16)), fault: 'LOG_LINE_FORGED' })
  assert.deepEqual((await kinds()).slice(3), ['log-broken'])
  assert.deepEqual(
    (await witnessedHeads(context, id)).map(({ sequence, hash }) => `${sequence}${hash[0]}`),
    ['9a', '2c', '3c'],
  )
  const audited = (await auditEntries(context.store)).map(({ what }) => what)
  assert.deepEqual(audited, ['log-set-back', 'log-rewritten', 'log-begun-anew', 'log-broken'])
})

test('a device that reports without end makes the fleet keep no more than so many heads, the newest', async () => {
  const { context } = await world()
  await context.store.transact(async (t) => {
    for (let n = 1; n <= headsMax; n++) {
      const head = { log, sequence: n, hash: 'a'.repeat(64), at: 1 }
      await t.put('log-heads', `${id}|${String(n).padStart(15, '0')}`, Buffer.from(JSON.stringify(head)))
    }
    await t.put('log-head-count', id, Buffer.from(String(headsMax)))
  })
  await witnessHead(context, id, report(headsMax + 1))
  const kept = await witnessedHeads(context, id)
  assert.deepEqual([kept.length, kept[0]?.sequence, kept.at(-1)?.sequence], [headsMax, 2, headsMax + 1])
})

test('a device that nobody knows has no heads', async () => {
  const { context } = await world()
  await assert.rejects(witnessedHeads(context, 'pump:2'), { code: 'FLEET_NOT_FOUND' })
})
