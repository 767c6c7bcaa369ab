import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { hex } from '@pericard/base'
import { MemoryLogStore } from '../src/adapters/memory-log.ts'
import { deviceLogKeys, type LogHead, type ReadEntry, secretKey, walkLog } from '../src/index.ts'
import { turnLog } from '../src/log/block.ts'

interface Read {
  readonly entries: readonly ReadEntry[]
  readonly head: LogHead
  readonly fault?: { code: string; segment: number; offset: number; sequence: number }
}

interface Log {
  readonly name?: string
  readonly index: string
  readonly segments: Readonly<Record<string, string>>
  readonly read: Read
}

interface Vectors {
  readonly keys: Readonly<Record<'logKey' | 'index' | 'resume' | 'seed' | 'seal' | 'mac' | 'next', string>>
  readonly witness: LogHead
  readonly whole: Log
  readonly attacked: readonly Log[]
}

const url = new URL('../../../conformance/sealed-log/vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(url, 'utf8')) as Vectors
const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'))
const keys = deviceLogKeys(secretKey(bytes(vectors.keys.logKey)))

function read({ index, segments }: Log): Read {
  const store = new MemoryLogStore()
  store.indexBytes = index === '' ? undefined : bytes(index)
  for (const [segment, text] of Object.entries(segments)) store.files.set(Number(segment), bytes(text))
  const entries: ReadEntry[] = []
  const walk = walkLog(store, keys, [{ name: 'witness', head: vectors.witness }])
  for (;;) {
    const step = walk.next()
    if (step.done !== true) {
      entries.push(step.value)
      continue
    }
    const { fault, head } = step.value
    if (fault === undefined) return { entries, head }
    const { code, segment, offset, sequence } = fault
    return { entries, head, fault: { code, segment, offset, sequence } }
  }
}

test('the keys of the vectors follow from the log key and the seed', () => {
  const { index, resume, seed, seal, mac, next } = vectors.keys
  const turned = turnLog(secretKey(bytes(seed)))
  const found = [keys.index, keys.resume, turned.seal, turned.mac, turned.next]
  assert.deepEqual(
    found.map((key) => hex(key.object.export())),
    [index, resume, seal, mac, next],
  )
})

test('the log of the vectors reads to its entries and its head', () => {
  assert.deepEqual(read(vectors.whole), vectors.whole.read)
  assert.equal(vectors.whole.read.entries.length, 6)
})

for (const log of vectors.attacked) {
  test(`the log of the vectors with ${log.name ?? 'nothing'} breaks where the vectors say`, () => {
    assert.deepEqual(read(log), log.read)
    assert.ok(log.read.fault !== undefined)
  })
}
