/** Power cuts: every state that a disk may be in after one, and any order of work. */
import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { concat } from '@pericard/base'
import { MemoryLogStore } from '../adapters/memory-log.ts'
import { freshKey } from '../keys/key.ts'
import { blockHeadBytes, decodeHead } from './block.ts'
import { deviceLogKeys } from './log-keys.ts'
import { segmentHeadBytes } from './log-index.ts'
import { SealedLog } from './sealed-log.ts'
import { altered, day, info, readAll, TestClock, testLog } from './testing.ts'
import { verifyLog } from './walk.ts'

const sector = 512
const keys = deviceLogKeys(freshKey())

/** A disk that loses what was not synced: each 512-byte sector of it is there, missing or torn to zeros. */
class CrashingStore extends MemoryLogStore {
  readonly synced = new Map<number, number>()
  /** Every nonce under which something was ever written, for its block key. */
  readonly nonces: string[] = []

  override create(segment: number, bytes: Uint8Array<ArrayBuffer>): void {
    super.create(segment, bytes)
    this.synced.set(segment, bytes.length)
  }

  override append(segment: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.nonces.push(Buffer.from(bytes.subarray(17, 29)).toString('hex'))
    super.append(segment, bytes)
  }

  override sync(segment: number): void {
    this.synced.set(segment, this.files.get(segment)?.length ?? 0)
  }

  /** What is found after a power cut. `keep` says of each sector after the last sync whether it got to the medium. */
  crashed(length: number, keep: (sector: number) => boolean): MemoryLogStore {
    const after = new MemoryLogStore(this)
    for (const [segment, bytes] of this.files) {
      const durable = this.synced.get(segment) ?? 0
      const end = Math.min(bytes.length, durable + length)
      const left = bytes.slice(0, end)
      for (let at = durable; at < end; at++) if (!keep(Math.floor((at - durable) / sector))) left[at] = 0
      after.files.set(segment, left)
    }
    return after
  }
}

test('whatever sectors of unsynced blocks a power cut leaves, what was synced is kept and the rest is cut off', () => {
  const store = new CrashingStore()
  const clock = new TestClock()
  const log = SealedLog.open(store, keys, clock, { blockWanted: 4096 })
  for (let n = 1; n <= 3; n++) log.append(info(`durable-${n}`))
  for (let n = 0; n < 150; n++) log.write(`{"time":${n},"msg":"${'m'.repeat(80)}"}\n`)
  const unsynced = (store.files.get(1)?.length ?? 0) - (store.synced.get(1) ?? 0)
  assert.ok(unsynced > 2 * sector, `${unsynced} bytes are not synced`)
  const sectors = Math.ceil(unsynced / sector)
  const patterns: [string, (at: number) => boolean][] = [
    ['all', () => true],
    ['none', () => false],
    ['odd', (at) => at % 2 === 1],
    ...Array.from({ length: sectors }, (_, hole): [string, (at: number) => boolean] => [
      `all but ${hole}`,
      (at) => at !== hole,
    ]),
  ]
  for (let length = 0; length <= unsynced; length += length % sector === 0 ? 7 : sector - 7) {
    for (const [name, keep] of patterns) {
      const after = store.crashed(length, keep)
      const verdict = verifyLog(after, keys)
      const when = `${length} bytes, ${name}`
      assert.ok(verdict.fault === undefined || verdict.fault.code === 'LOG_TAIL_UNFINISHED', when)
      assert.ok(verdict.head.sequence >= 3, `${when}: ${verdict.head.sequence}`)
    }
    const again = SealedLog.open(
      store.crashed(length, (at) => at !== 1),
      keys,
      clock,
    )
    assert.ok(again.head.sequence >= 3)
  }
})

test('a cut that was made to look like a crash is none where a later line was written durably', () => {
  const { store, log, keys: own } = testLog({ lines: 4 })
  const bytes = store.files.get(1) ?? new Uint8Array()
  const second = segmentHeadBytes + blockHeadBytes + decodeHead(bytes, segmentHeadBytes).length
  const zeroed = altered(store, 1, (of) =>
    of.map((byte, at) => (at >= second && at < second + 60 ? 0 : byte)),
  )
  assert.deepEqual(
    [verifyLog(zeroed, own).fault?.code, verifyLog(zeroed, own).fault?.sequence],
    ['LOG_LINE_MISSING', 2],
  )
  const cut = altered(store, 1, (of) => of.slice(0, second + 10))
  assert.equal(verifyLog(cut, own).fault?.code, 'LOG_TAIL_UNFINISHED', 'without a witness it may be a crash')
  const seen = [{ name: 'the fleet', head: log.head }]
  assert.equal(verifyLog(cut, own, seen).fault?.code, 'LOG_TAIL_CUT')
})

test('a crash between two steps of a new segment leaves a log that goes on', () => {
  class Dying extends MemoryLogStore {
    left = Infinity
    #step(): void {
      if (this.left-- <= 0) throw new Error('power cut')
    }
    override replaceIndex(bytes: Uint8Array<ArrayBuffer>): void {
      this.#step()
      super.replaceIndex(bytes)
    }
    override create(segment: number, bytes: Uint8Array<ArrayBuffer>): void {
      this.#step()
      super.create(segment, bytes.slice(0, 20))
      this.#step()
      super.create(segment, bytes)
    }
    override append(segment: number, bytes: Uint8Array<ArrayBuffer>): void {
      this.#step()
      super.append(segment, bytes)
    }
    override remove(segment: number): void {
      this.#step()
      super.remove(segment)
    }
  }
  for (let steps = 0; steps < 12; steps++) {
    const store = new Dying()
    const clock = new TestClock()
    const log = SealedLog.open(store, keys, clock, { segmentsMax: 2 })
    log.append(info('first'))
    clock.at += day
    log.append(info('second'))
    clock.at += day
    store.left = steps
    try {
      log.append(info('third'))
    } catch {
      store.left = Infinity
      const after = SealedLog.open(new MemoryLogStore(store), keys, clock)
      after.append(info('after'))
    }
    store.left = Infinity
    const { verdict, entries } = readAll(store, keys)
    assert.ok(verdict.fault === undefined || verdict.fault.code === 'LOG_TAIL_UNFINISHED', `at step ${steps}`)
    assert.ok(
      entries.some(({ event }) => event === 'second'),
      `at step ${steps}`,
    )
  }
})

type Step =
  | { readonly do: 'append' | 'write' | 'flush' | 'reopen' | 'day' | 'retire' }
  | { readonly do: 'crash'; readonly length: number; readonly holes: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('append', 'write', 'write', 'write').map((what) => ({ do: what as 'append' })),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('flush', 'reopen', 'day', 'retire').map((what) => ({ do: what as 'flush' })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('crash' as const), length: fc.nat(60_000), holes: fc.nat() }),
  },
)

test('in any order of work and power cuts no durable line is lost, none comes twice, and no nonce is used again', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), fc.boolean(), (steps, compress) => {
      let store = new CrashingStore()
      const clock = new TestClock()
      let log = SealedLog.open(store, keys, clock, { compress, blockWanted: 10_000 })
      const durable = new Set<string>()
      let waiting: string[] = []
      const nonces: string[] = []
      const settle = (): void => {
        for (const name of waiting) durable.add(name)
        waiting = []
      }
      steps.forEach((each, n) => {
        clock.at += 1_000
        if (each.do === 'append') {
          log.append(info(`line-${n}`))
          waiting.push(`line-${n}`)
          settle()
        } else if (each.do === 'write') {
          const line = { at: clock.at, ...info(`line-${n}`), detail: 'w'.repeat(4_000) }
          log.write(`${JSON.stringify(line)}\n`)
          waiting.push(`line-${n}`)
        } else if (each.do === 'flush') {
          log.flush()
          settle()
        } else if (each.do === 'day') clock.at += day
        else if (each.do === 'retire') {
          // Its line is durable, and with it all that waited.
          if (log.retire(clock.at - 2 * day) > 0) settle()
        } else {
          if (each.do === 'crash') {
            nonces.push(...store.nonces)
            const left = store.crashed(each.length, (at) => ((each.holes >> (at % 30)) & 1) === 0)
            store = new CrashingStore(left)
            for (const [segment, bytes] of store.files) store.synced.set(segment, bytes.length)
            waiting = []
          } else {
            log.close()
            settle()
          }
          log = SealedLog.open(store, keys, clock, { compress, blockWanted: 10_000 })
        }
      })
      log.flush()
      settle()
      const { entries, verdict } = readAll(store, keys, [{ name: 'the fleet', head: log.head }])
      assert.equal(verdict.fault, undefined)
      const found = entries.map(({ event }) => event).filter((event) => event.startsWith('line-'))
      assert.equal(new Set(found).size, found.length, 'none comes twice')
      if (verdict.retired === 0)
        for (const name of durable) assert.ok(found.includes(name), `${name} was durable`)
      nonces.push(...store.nonces)
      assert.equal(new Set(nonces).size, nonces.length, 'no nonce twice')
    }),
    { numRuns: 150 },
  )
})

test('a segment that somebody made endless is read no further than we write', () => {
  const { store, keys: own, clock } = testLog()
  const endless = altered(store, 1, (of) => concat(of, new Uint8Array(8 * 1024 * 1024).fill(7)))
  assert.equal(verifyLog(endless, own).fault?.code, 'LOG_TAIL_UNFINISHED')
  const log = SealedLog.open(endless, own, clock)
  assert.deepEqual([log.head.sequence, (endless.files.get(1)?.length ?? 0) < 2_000], [4, true])
})
