import test from 'node:test'
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { MemoryEraseRoot } from '../adapters/memory-erase-root.ts'
import { MemoryLogStore } from '../adapters/memory-log.ts'
import { freshKey } from '../keys/key.ts'
import { logLineBytesMax } from './block.ts'
import { deviceLogKeys, openLogKeys, readerSeeds } from './log-keys.ts'
import { SealedLog } from './sealed-log.ts'
import { day, info, readAll, TestClock, testLog, witnessOf } from './testing.ts'
import { turnLogKeys } from './turn-keys.ts'
import { verifyLog } from './walk.ts'

test('lines of an application wait until there are enough, and flush() makes them durable', () => {
  for (const compress of [false, true]) {
    const { store, log, keys } = testLog({ lines: 1, options: { compress } })
    const line = (n: number): string => `{"level":40,"time":${n},"msg":"pump ${n}"}\n`
    for (let n = 1; n <= 3_000; n++) log.write(line(n))
    assert.ok(log.head.sequence > 1_000 && log.head.sequence < 3_001, `${log.head.sequence} are sealed`)
    log.flush()
    const { entries, verdict } = readAll(store, keys, [witnessOf(log.head)])
    assert.equal(verdict.fault, undefined)
    const { sequence, at, level, event, detail } = entries[500] ?? assert.fail('no such line')
    assert.deepEqual(
      [sequence, at, level, event, detail],
      [501, 500, 'warning', 'application', line(500).trim()],
    )
  }
})

test('an entry takes what waited before it along, in order', () => {
  const { store, log, keys } = testLog({ lines: 0 })
  log.write('{"time":5,"level":30}\n')
  log.write('no JSON\nin two lines\n')
  log.append(info('durable'))
  const { entries } = readAll(store, keys)
  assert.deepEqual(
    entries.map(({ event, detail }) => (event === 'application' ? detail : event)),
    ['{"time":5,"level":30}', 'no JSON', 'in two lines', 'durable'],
  )
})

test('a line that is too long is cut and marked; an entry that is too long is refused', () => {
  const { store, log, keys } = testLog({ lines: 0 })
  log.write(`${'x'.repeat(50_000)}\n`)
  log.flush()
  const { entries } = readAll(store, keys)
  assert.deepEqual([entries[0]?.event, entries.length], ['line-cut', 1])
  assert.match(entries[0]?.detail ?? '', /^50000 bytes, cut to: xxx/)
  assert.throws(() => log.append({ ...info('long'), detail: 'x'.repeat(logLineBytesMax) }), {
    code: 'VAULT_RECORD_TOO_LARGE',
  })
})

test('lines that cannot be written wait, and those that could not wait are counted in the log', () => {
  class FullStore extends MemoryLogStore {
    full = false
    override append(segment: number, bytes: Uint8Array<ArrayBuffer>): void {
      if (this.full) throw new Error('no space')
      super.append(segment, bytes)
    }
  }
  const store = new FullStore()
  const keys = deviceLogKeys(freshKey())
  const log = SealedLog.open(store, keys, new TestClock())
  store.full = true
  for (let n = 0; n < 100; n++) log.write(`${'y'.repeat(8_000)}\n`)
  assert.throws(() => log.append(info('refused')), /no space/)
  store.full = false
  log.append(info('again'))
  const { entries, verdict } = readAll(store, keys, [witnessOf(log.head)])
  assert.equal(verdict.fault, undefined)
  const events = entries.map(({ event }) => event)
  const waited = events.filter((event) => event === 'application').length
  assert.deepEqual(events.slice(-2), ['lines-lost', 'again'])
  assert.equal(entries.at(-2)?.detail, `${100 - waited} could not be written`)
  assert.ok(waited > 30 && !events.includes('refused'))
})

test('what failed to be synced is written again before the next block, under a nonce of its own', () => {
  class FailingStore extends MemoryLogStore {
    failing = false
    override sync(): void {
      if (this.failing) throw new Error('EIO')
    }
  }
  const store = new FailingStore()
  const keys = deviceLogKeys(freshKey())
  const log = SealedLog.open(store, keys, new TestClock())
  log.append(info('one'))
  store.failing = true
  const nonces = new Set<string>()
  for (let n = 0; n < 3; n++) {
    assert.throws(() => log.append(info(`lost-${n}`)), /EIO/)
    const bytes = store.files.get(1) ?? new Uint8Array()
    nonces.add(Buffer.from(bytes.subarray(-200)).toString('hex'))
  }
  assert.equal(nonces.size, 3, 'three blocks under one key, and none like another')
  store.failing = false
  log.append(info('two'))
  assert.deepEqual(
    readAll(store, keys).entries.map(({ event }) => event),
    ['one', 'two'],
  )
})

test('a full segment is followed by the next, and only the last is read on opening', () => {
  const { store, log, keys, clock } = testLog({ lines: 0 })
  for (let n = 0; n < 300; n++) log.write(`${'z'.repeat(10_000)}\n`)
  log.close()
  assert.equal(store.files.size, 3)
  assert.ok([...store.files.values()].every((bytes) => bytes.length < 1.2 * 1024 * 1024))
  class Watched extends MemoryLogStore {
    readonly seen = new Set<number>()
    override read(segment: number, bytesMax: number): Uint8Array<ArrayBuffer> | undefined {
      this.seen.add(segment)
      return super.read(segment, bytesMax)
    }
  }
  const watched = new Watched(store)
  const again = SealedLog.open(watched, keys, clock)
  assert.deepEqual([...watched.seen], [3])
  again.append(info('on it goes'))
  assert.deepEqual([again.head.sequence, verifyLog(watched, keys).fault], [301, undefined])
})

test('the oldest segments are given up for the newest where the file says so', () => {
  const { store, keys } = testLog({ segments: 5, lines: 2, options: { segmentsMax: 3 } })
  const { retired, lines, fault } = verifyLog(store, keys)
  assert.deepEqual([retired, lines, fault, store.segments()], [4, 6, undefined, [3, 4, 5]])
})

test('retire() destroys the keys of what is past its time; what is kept verifies, and the log says so', async () => {
  const logKey = freshKey()
  const root = new MemoryEraseRoot()
  const store = new MemoryLogStore()
  const clock = new TestClock()
  const log = SealedLog.open(store, await openLogKeys(store, logKey, root), clock)
  for (let n = 1; n <= 5; n++) {
    log.append(info(`day-${n}`))
    clock.at += day
  }
  const stolen = new MemoryLogStore(store)
  const keysBefore = await openLogKeys(stolen, logKey, root)
  assert.equal(verifyLog(stolen, keysBefore).lines, 5)
  assert.equal(log.retire(1_000), 0, 'nothing is that old')
  assert.equal(log.retire(3 * day), 2)
  await turnLogKeys(log, logKey, root)
  const keys = await openLogKeys(store, logKey, root)
  const { entries, verdict } = readAll(store, keys, [witnessOf(log.head)])
  assert.deepEqual([verdict.fault, verdict.retired, verdict.lines], [undefined, 2, 4])
  assert.deepEqual(
    [entries[0]?.event, entries.at(-1)?.detail],
    ['day-3', 'lines 1 to 2, by their time to keep'],
  )
  assert.deepEqual(store.segments(), [3, 4, 5, 6])
  await assert.rejects(openLogKeys(stolen, logKey, root), { code: 'VAULT_ERASED' })
  const reopened = SealedLog.open(store, keys, clock)
  assert.deepEqual(reopened.head, log.head)
})

test('a crash while keys are turned leaves one generation or the other', async () => {
  const logKey = freshKey()
  const root = new MemoryEraseRoot()
  const store = new MemoryLogStore()
  const log = SealedLog.open(store, await openLogKeys(store, logKey, root), new TestClock())
  log.append(info('kept'))
  class Dying extends MemoryEraseRoot {
    override destroy(): Promise<void> {
      return Promise.reject(new Error('power cut'))
    }
  }
  const dying: MemoryEraseRoot = new Dying()
  dying.create = (generation) => root.create(generation)
  await assert.rejects(turnLogKeys(log, logKey, dying), /power cut/)
  const keys = await openLogKeys(store, logKey, root)
  assert.deepEqual([keys.generation, await root.read(1)], [2, undefined], 'the old one is destroyed at last')
  assert.equal(verifyLog(store, keys).lines, 1)
})

for (const type of ['x25519', 'ml-kem-768'] as const) {
  test(`a device that seals its seeds to a reader outside (${type}) writes what it cannot read again`, () => {
    const { publicKey, privateKey } =
      type === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ml-kem-768')
    const own = deviceLogKeys(freshKey())
    const device = { ...own, seeds: readerSeeds(publicKey) }
    const { store, log, clock } = testLog({ segments: 2, lines: 2 }, device)
    log.close()
    const again = SealedLog.open(store, device, clock)
    again.append(info('after a start'))
    assert.equal(verifyLog(store, device).fault?.code, 'LOG_KEY_MISSING', 'all keys of the device')
    assert.equal(verifyLog(store, own).fault?.code, 'LOG_KEY_MISSING')
    const reader = { ...own, seeds: readerSeeds(privateKey) }
    assert.deepEqual([verifyLog(store, reader).lines, verifyLog(store, reader).fault], [5, undefined])
  })
}

test('a clock that was set back is said, and is no fault', () => {
  const { store, log, keys, clock } = testLog()
  clock.at = 10 * day
  log.append(info('later'))
  clock.at = 5 * day
  log.append(info('earlier'))
  log.append(info('on'))
  const { clockSetBack, fault } = verifyLog(store, keys)
  assert.deepEqual([clockSetBack, fault], [{ times: 1, first: 5 }, undefined])
  assert.deepEqual(verifyLog(testLog().store, keys).clockSetBack, { times: 0 })
})

test('no key of a log can be printed', () => {
  const keys = deviceLogKeys(freshKey())
  const text = `${inspect(keys, { depth: 9 })}${JSON.stringify(keys)}${keys.index}`
  assert.ok(!/[0-9a-f]{32}|<Buffer/.test(text), text)
  assert.match(text, /redacted/)
})
