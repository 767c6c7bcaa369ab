/** Writes `conformance/sealed-log/vectors.json` anew: fixed keys, fresh seeds and nonces, so what is checked is what reads. */
import { writeFileSync } from 'node:fs'
import { hex } from '@pericard/base'
import { MemoryLogStore } from '../src/adapters/memory-log.ts'
import { deviceLogKeys, type LogWitness, SealedLog, secretKey, walkLog } from '../src/index.ts'
import { turnLog } from '../src/log/block.ts'
import { readIndex, seedContext } from '../src/log/log-index.ts'

const logKey = new Uint8Array(32).fill(8)
const keys = deviceLogKeys(secretKey(logKey.slice()))
let now = 1_700_000_000_000
const clock = { now: () => now }
const store = new MemoryLogStore()
const log = SealedLog.open(store, keys, clock)
log.append({ level: 'info', event: 'started', detail: 'boot 1' })
log.append({ level: 'security', event: 'command-refused', detail: 'ENVELOPE_RANGE' })
log.write('{"level":30,"time":1700000000100,"msg":"pressure 12 kPa"}\n')
log.write('{"level":50,"time":1700000000200,"msg":"sensor lost"}\n')
log.flush()
log.close()
now += 24 * 3_600_000
const compressed = SealedLog.open(store, keys, clock, { compress: true })
compressed.append({ level: 'info', event: 'day-2', detail: 'ä ☂' })
compressed.append({ level: 'info', event: 'last', detail: '' })
const witness: LogWitness = { name: 'witness', head: compressed.head }

function read(from: MemoryLogStore, witnesses: readonly LogWitness[]): object {
  const entries: unknown[] = []
  const walk = walkLog(from, keys, witnesses)
  for (let step = walk.next(); ; step = walk.next()) {
    if (step.done !== true) {
      entries.push(step.value)
      continue
    }
    const { fault, head } = step.value
    const { code, segment, offset, sequence } = fault ?? {}
    return { entries, head, ...(fault === undefined ? {} : { fault: { code, segment, offset, sequence } }) }
  }
}

function bytesOf(from: MemoryLogStore): object {
  const segments = from
    .segments()
    .map((segment) => [segment, hex(from.files.get(segment) ?? new Uint8Array())])
  return {
    index: hex(from.indexBytes ?? new Uint8Array()),
    segments: Object.fromEntries(segments) as unknown,
  }
}

function attacked(name: string, change: (copy: MemoryLogStore) => void): object {
  const copy = new MemoryLogStore(store)
  change(copy)
  return { name, ...bytesOf(copy), read: read(copy, [witness]) }
}

const segment = (copy: MemoryLogStore, number: number): Uint8Array<ArrayBuffer> =>
  copy.files.get(number) ?? new Uint8Array()
const index = readIndex(store, keys.index)
if (typeof index !== 'object') throw new Error('the index reads')
const seed = keys.seeds.open(
  new Uint8Array(Buffer.from(index.rows[0]?.seed ?? '', 'hex')),
  seedContext(index.log, 1),
)
if (seed === undefined) throw new Error('the seed opens')
const first = turnLog(seed)
const raw = (key: { object: { export(): Uint8Array } }): string => hex(key.object.export())

const vectors = {
  keys: {
    ...{ logKey: hex(logKey), index: raw(keys.index), resume: raw(keys.resume) },
    ...{ seed: raw(seed), seal: raw(first.seal), mac: raw(first.mac), next: raw(first.next) },
  },
  witness: witness.head,
  whole: { ...bytesOf(store), read: read(store, [witness]) },
  attacked: [
    attacked('a flipped bit', (copy) => {
      const bytes = segment(copy, 1)
      bytes[200] = (bytes[200] ?? 0) ^ 4
    }),
    attacked('a tail cut off', (copy) => copy.files.set(2, segment(copy, 2).slice(0, -5))),
    attacked('a segment missing', (copy) => copy.files.delete(1)),
    attacked('segments swapped', (copy) => {
      const one = segment(copy, 1)
      copy.files.set(1, segment(copy, 2))
      copy.files.set(2, one)
    }),
    attacked('the index altered', (copy) => {
      const bytes = copy.indexBytes ?? new Uint8Array()
      bytes[100] = (bytes[100] ?? 0) ^ 1
    }),
    attacked('the index removed', (copy) => {
      copy.indexBytes = undefined
    }),
    attacked('everything removed', (copy) => {
      copy.indexBytes = undefined
      copy.files.clear()
    }),
  ],
}
const url = new URL('../../../conformance/sealed-log/vectors.json', import.meta.url)
writeFileSync(url, `${JSON.stringify(vectors, undefined, 2)}\n`)
