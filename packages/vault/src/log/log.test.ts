import test from 'node:test'
import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { concat } from '@pericard/base'
import { MemoryLogStore } from '../adapters/memory-log.ts'
import { freshKey } from '../keys/key.ts'
import { logLineBytesMax, readLog, SealedLog } from './log.ts'

const clock = { now: () => 1_000 }
const key = freshKey()
const info = (event: string): { level: 'info'; event: string; detail: string } => ({
  level: 'info',
  event,
  detail: 'x',
})

/** A log of some lines, and where each line begins. */
function written(count: number, logKey = key): { store: MemoryLogStore; starts: number[]; log: SealedLog } {
  const store = new MemoryLogStore()
  const log = SealedLog.open(store, logKey, clock)
  const starts: number[] = []
  for (let line = 0; line < count; line++) {
    starts.push(store.bytes.length)
    log.append(info(`event-${line}`))
  }
  starts.push(store.bytes.length)
  return { store, starts, log }
}

test('readLog() gives back what SealedLog.append() wrote, and the text is not in the bytes', () => {
  const { store, log } = written(5)
  const verdict = readLog(store.bytes, key, log.head)
  assert.equal(verdict.fault, undefined)
  assert.deepEqual(
    verdict.entries.map((entry) => entry.event),
    ['event-0', 'event-1', 'event-2', 'event-3', 'event-4'],
  )
  assert.ok(!Buffer.from(store.bytes).includes('event-'))
})

test('readLog() finds every flipped bit, at the line where it is', () => {
  const { store, starts } = written(3)
  for (let bit = 48; bit < store.bytes.length * 8; bit++) {
    const bent = store.bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    const { fault } = readLog(bent, key)
    assert.ok(fault !== undefined && fault.code !== 'LOG_TAIL_UNFINISHED', `bit ${bit} passed unnoticed`)
    const line = Math.max(1, starts.findLastIndex((start) => start <= bit >> 3) + 1)
    assert.equal(fault.sequence, line, `bit ${bit}`)
  }
})

test('readLog() tells a cut log from a whole one at every length, by the head seen before', () => {
  const { store, starts, log } = written(3)
  for (let length = 0; length < store.bytes.length; length++) {
    const { fault } = readLog(store.bytes.slice(0, length), key, log.head)
    assert.equal(
      fault?.code,
      starts.includes(length) || length < 22 ? 'LOG_TAIL_CUT' : 'LOG_TAIL_UNFINISHED',
      `at ${length}`,
    )
    assert.throws(
      () => SealedLog.open(new MemoryLogStore(store.bytes.slice(0, length)), key, clock, log.head),
      { code: 'VAULT_LOG_BROKEN' },
    )
  }
})

test('readLog() names the place of a dropped, repeated, moved or foreign line', () => {
  const { store, starts } = written(4)
  const [, b = 0, c = 0, d = 0] = starts
  const { bytes } = store
  const cases: [Uint8Array, string, number][] = [
    [concat(bytes.slice(0, b), bytes.slice(c)), 'LOG_LINE_MISSING', 2],
    [concat(bytes.slice(0, c), bytes.slice(b)), 'LOG_LINE_MISSING', 3],
    [concat(bytes.slice(0, b), bytes.slice(c, d), bytes.slice(b, c), bytes.slice(d)), 'LOG_LINE_MISSING', 2],
    [concat(bytes.slice(0, b), written(4).store.bytes.slice(b)), 'LOG_LINE_FORGED', 2],
    [written(4, freshKey()).store.bytes, 'LOG_LINE_FORGED', 1],
  ]
  for (const [log, code, line] of cases) {
    const { fault } = readLog(new Uint8Array(log), key)
    assert.deepEqual([fault?.code, fault?.sequence], [code, line])
  }
})

test('SealedLog.open() cuts off what a crash left at any length, says so, and goes on', () => {
  const { store, starts } = written(2)
  const [, last = 0, end = 0] = starts
  for (let length = last + 1; length < end; length++) {
    const crashed = new MemoryLogStore(store.bytes.slice(0, length))
    SealedLog.open(crashed, key, clock).append(info('after'))
    const { entries, fault } = readLog(crashed.bytes, key)
    assert.equal(fault, undefined)
    assert.deepEqual(
      entries.map((entry) => entry.event),
      ['event-0', 'log-recovered', 'after'],
    )
  }
})

test('SealedLog.open() does not write on a log that was tampered with', () => {
  const { store } = written(2)
  store.bytes[30] = (store.bytes[30] ?? 0) ^ 1
  const before = store.bytes.slice()
  assert.throws(() => SealedLog.open(store, key, clock), { code: 'VAULT_LOG_BROKEN' })
  assert.deepEqual(store.bytes, before)
})

test('SealedLog.append() refuses a line that is too long, and prints no key', () => {
  const { log } = written(1)
  assert.throws(() => log.append({ ...info('long'), detail: 'x'.repeat(logLineBytesMax) }), {
    code: 'VAULT_RECORD_TOO_LARGE',
  })
  assert.equal(
    `${key} ${JSON.stringify({ key })} ${inspect(key)}`,
    '[redacted] {"key":"[redacted]"} [redacted]',
  )
})

test('readLog() finds a log that was written anew, by the hash of a line seen before', () => {
  const { store, log } = written(2)
  assert.equal(readLog(store.bytes, key, log.head).fault, undefined)
  const fault = readLog(written(3).store.bytes, key, log.head).fault
  assert.deepEqual([fault?.code, fault?.sequence], ['LOG_CHAIN_BROKEN', 3])
})
