/** What somebody with the medium, or with today's keys, may do to a log: each is found, at its place. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { concat } from '@pericard/base'
import { MemoryLogStore } from '../adapters/memory-log.ts'
import { freshKey } from '../keys/key.ts'
import { chainHash, sealBlock, turnLog } from './block.ts'
import { readIndex, seedContext, segmentHeadBytes } from './log-index.ts'
import { deviceLogKeys } from './log-keys.ts'
import { SealedLog } from './sealed-log.ts'
import { altered, day, flipped, info, readAll, testLog, witnessOf } from './testing.ts'
import { verifyLog } from './walk.ts'

const whole = testLog({ segments: 2, lines: 3 })

test('a log that nobody touched verifies, whoever has seen it', () => {
  const { store, keys, seen } = whole
  const { entries, verdict } = readAll(store, keys, seen())
  assert.equal(verdict.fault, undefined)
  assert.deepEqual(
    entries.map(({ sequence, event }) => `${sequence} ${event}`),
    [1, 2, 3, 4, 5, 6].map((line) => `${line} event-${line}`),
  )
  for (const bytes of [...store.files.values(), store.indexBytes ?? new Uint8Array()])
    assert.ok(!Buffer.from(bytes).includes('event-'), 'the text is not in the bytes')
})

test('every flipped bit of a segment is found, at the line where it is', () => {
  const { store, keys, seen, starts } = whole
  const bytes = store.files.get(2) ?? new Uint8Array()
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const { fault } = verifyLog(
      altered(store, 2, (of) => flipped(of, bit)),
      keys,
      seen(),
    )
    const line = Math.max(1, starts.findLastIndex((start) => start <= bit >> 3) + 1)
    assert.ok(fault !== undefined && fault.code !== 'LOG_TAIL_UNFINISHED', `bit ${bit} passed unnoticed`)
    assert.deepEqual([fault.segment, fault.sequence], [2, 3 + line], `bit ${bit}: ${fault.message}`)
  }
})

test('every flipped bit of the index is found, and a cut at each length', () => {
  const { store, keys, clock } = whole
  const index = store.indexBytes ?? new Uint8Array()
  for (let bit = 0; bit < index.length * 8; bit++) {
    const copy = new MemoryLogStore(store)
    copy.indexBytes = flipped(index, bit)
    const code = bit < 48 ? 'LOG_FORMAT_UNKNOWN' : 'LOG_INDEX_FORGED'
    assert.equal(verifyLog(copy, keys).fault?.code, code, `bit ${bit}`)
  }
  for (let length = 0; length < index.length; length++) {
    const copy = new MemoryLogStore(store)
    copy.indexBytes = index.slice(0, length)
    assert.equal(verifyLog(copy, keys).fault?.code, 'LOG_INDEX_FORGED', `at ${length}`)
    assert.throws(() => SealedLog.open(copy, keys, clock), { code: 'VAULT_LOG_BROKEN' })
  }
})

test('a log cut at any length is told from a whole one by whoever has seen its end', () => {
  const { store, keys, seen, clock, starts } = whole
  const bytes = store.files.get(2) ?? new Uint8Array()
  for (let length = 70; length < bytes.length; length++) {
    const cut = altered(store, 2, (of) => of.slice(0, length))
    const { fault } = verifyLog(cut, keys, seen())
    const line = starts.findLastIndex((start) => start <= length) + 1
    assert.deepEqual([fault?.code, fault?.sequence], ['LOG_TAIL_CUT', 3 + line], `at ${length}`)
    assert.match(fault?.message ?? '', /the fleet has seen line 6/)
    const before = cut.files.get(2)
    assert.throws(() => SealedLog.open(cut, keys, clock, { witnesses: seen() }), {
      code: 'VAULT_LOG_BROKEN',
    })
    assert.deepEqual(cut.files.get(2), before, 'what was cut is not written on')
  }
})

test('what lay before a checkpoint is not excused as a crash, though nobody else has seen it', () => {
  const { store, keys, log } = testLog()
  log.close()
  const cut = altered(store, 1, (of) => of.slice(0, -1))
  assert.equal(verifyLog(cut, keys).fault?.code, 'LOG_TAIL_CUT')
})

test('a dropped, repeated, moved, foreign or altered line is named, though nobody has seen the log', () => {
  const { store, keys, starts } = testLog({ lines: 5 })
  const [, b = 0, c = 0, d = 0] = starts
  const other = testLog({ lines: 5 }).store.files.get(1) ?? new Uint8Array()
  const cases: [string, (bytes: Uint8Array) => Uint8Array, string, number][] = [
    ['dropped', (x) => concat(x.slice(0, b), x.slice(c)), 'LOG_LINE_MISSING', 2],
    ['repeated', (x) => concat(x.slice(0, c), x.slice(b)), 'LOG_LINE_MISSING', 3],
    ['moved', (x) => concat(x.slice(0, b), x.slice(c, d), x.slice(b, c), x.slice(d)), 'LOG_LINE_MISSING', 2],
    ['foreign', (x) => concat(x.slice(0, b), other.slice(b, c), x.slice(c)), 'LOG_LINE_FORGED', 2],
    ['altered', (x) => x.map((byte, i) => (i === c - 20 ? byte ^ 1 : byte)), 'LOG_LINE_FORGED', 2],
  ]
  for (const [name, change, code, line] of cases) {
    const { fault } = verifyLog(
      altered(store, 1, (of) => change(of)),
      keys,
    )
    assert.deepEqual([name, fault?.code, fault?.sequence, fault?.segment], [name, code, line, 1])
  }
})

test('a line sealed anew with the key of today is found where it stands', () => {
  const { store, keys, starts } = testLog({ lines: 4 })
  const [, b = 0, c = 0] = starts
  const index = readIndex(store, keys.index)
  assert.ok(typeof index === 'object')
  const seed = new Uint8Array(Buffer.from(index.rows[0]?.seed ?? '', 'hex'))
  // What is in the writer's memory after the fourth line.
  let today = keys.seeds.open(seed, seedContext(index.log, 1)) ?? assert.fail('the seed opens')
  for (let line = 1; line <= 4; line++) today = turnLog(today).next
  const text = `${JSON.stringify({ at: 1, ...info('nothing happened') })}\n`
  const first = (store.files.get(1) ?? new Uint8Array()).slice(segmentHeadBytes, b)
  const previous = chainHash(new Uint8Array(32), first)
  const place = { keys: turnLog(today), previous, compress: false, durable: true }
  const forged = sealBlock({ text, count: 1 }, 2, place)
  const { fault } = verifyLog(
    altered(store, 1, (x) => concat(x.slice(0, b), forged, x.slice(c))),
    keys,
  )
  assert.deepEqual([fault?.code, fault?.sequence], ['LOG_LINE_FORGED', 2])
})

test('a segment that is missing, swapped or of another device is named', () => {
  const { store, keys } = testLog({ segments: 3, lines: 2 })
  const other = testLog({ segments: 3, lines: 2 })
  const without = new MemoryLogStore(store)
  without.files.delete(2)
  const swapped = altered(store, 2, () => store.files.get(1) ?? new Uint8Array())
  const spliced = altered(store, 2, () => other.store.files.get(2) ?? new Uint8Array())
  const cut = altered(store, 1, (of) => of.slice(0, -10))
  const grown = altered(store, 1, (of) => concat(of, new Uint8Array(100)))
  const found = [without, swapped, spliced, cut, grown].map((log) => {
    const { fault } = verifyLog(log, keys)
    return [fault?.code, fault?.segment, fault?.sequence]
  })
  assert.deepEqual(found, [
    ['LOG_SEGMENT_MISSING', 2, 3],
    ['LOG_SEGMENT_FOREIGN', 2, 3],
    ['LOG_SEGMENT_FOREIGN', 2, 3],
    ['LOG_TAIL_CUT', 1, 2],
    ['LOG_TAIL_CUT', 1, 3],
  ])
  assert.equal(verifyLog(other.store, keys).fault?.code, 'LOG_INDEX_FORGED')
  assert.throws(() => SealedLog.open(without, keys, other.clock), /LOG_SEGMENT_MISSING/)
})

test('an older copy of all of it is found by any witness, and the witness is named', () => {
  const { store, keys, log, clock, seen } = testLog({ lines: 2 })
  const older = new MemoryLogStore(store)
  log.append(info('later'))
  assert.equal(verifyLog(older, keys).fault, undefined, 'by itself it is a whole log')
  const { fault } = verifyLog(older, keys, seen())
  assert.deepEqual([fault?.code, fault?.sequence], ['LOG_TAIL_CUT', 3])
  assert.throws(() => SealedLog.open(older, keys, clock, { witnesses: seen() }), /the fleet has seen line 3/)
  assert.throws(() => SealedLog.open(new MemoryLogStore(), keys, clock, { witnesses: seen() }), /is empty/)
})

test('an index that was set back does not hide the segments that came after it', () => {
  const { store, keys, log, clock } = testLog({ lines: 2 })
  const { indexBytes } = new MemoryLogStore(store)
  clock.at += day
  log.append(info('the next day'))
  const copy = new MemoryLogStore(store)
  copy.indexBytes = indexBytes
  const { fault } = verifyLog(copy, keys)
  assert.deepEqual([fault?.code, fault?.segment], ['LOG_SEGMENT_FOREIGN', 2])
  assert.throws(() => SealedLog.open(copy, keys, clock), { code: 'VAULT_LOG_BROKEN' })
})

test('a log that was written anew with the device’s own keys denies what was seen', () => {
  const { keys, seen } = testLog({ lines: 3 })
  const anew = testLog({ lines: 4 }, keys)
  const { fault } = verifyLog(anew.store, keys, seen())
  assert.deepEqual([fault?.code, fault?.sequence], ['LOG_CHAIN_BROKEN', 3])
  assert.equal(verifyLog(anew.store, keys, [witnessOf(anew.log.head)]).fault, undefined)
})

test('a log whose key is gone, a removed index and a plain file are never called whole', () => {
  const { store, keys, clock } = testLog()
  const stranger = { ...deviceLogKeys(freshKey()), index: keys.index }
  assert.equal(verifyLog(store, stranger).fault?.code, 'LOG_KEY_MISSING')
  assert.throws(() => SealedLog.open(store, stranger, clock), /LOG_KEY_MISSING/)
  const headless = new MemoryLogStore(store)
  headless.indexBytes = undefined
  assert.equal(verifyLog(headless, keys).fault?.code, 'LOG_INDEX_MISSING')
  const plain = new MemoryLogStore()
  plain.files.set(1, new TextEncoder().encode('Nov 23 15:57:51 pump started\n'))
  assert.equal(verifyLog(plain, keys).fault?.code, 'LOG_INDEX_MISSING')
})
