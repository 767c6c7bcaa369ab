/** Writes `conformance/vault/vectors.json` anew: fixed keys, fresh nonces, so what is checked is what opens. */
import { writeFileSync } from 'node:fs'
import { hex, utf8 } from '@pericard/base'
import { MemoryFrameStore } from '../src/adapters/memory.ts'
import { deriveKey, secretKey, unlockWith, wrapKey } from '../src/index.ts'
import { sealFrame, turn } from '../src/records/frame.ts'
import type { SecretKey } from '../src/keys/key.ts'

const fixed = (byte: number): SecretKey => secretKey(new Uint8Array(32).fill(byte))
const text = (key: SecretKey): string => key.object.export().toString('hex')

const shares = new Map([
  ['tpm', fixed(1)],
  ['fleet', fixed(2)],
])
const unlock = await unlockWith(new MemoryFrameStore(), { shares: ['tpm', 'fleet'] }, shares)

let ratchet = { chain: fixed(3), step: 0 }
const turns = [0, 1, 2].map(() => {
  const { key, next } = turn(ratchet)
  ratchet = next
  return { key: text(key.secret), commitment: hex(key.commitment), next: text(next.chain) }
})
const { key } = turn({ chain: fixed(3), step: 0 })
const label = { data: 'vitals', subject: 'patient-1' }
const records = [
  { at: 1_700_000_000_000, bytes: utf8('{"resourceType":"Observation"}') },
  { at: 1_700_000_000_500, bytes: new Uint8Array([0, 255]) },
]
const header = {
  ...{ store: new Uint8Array(16).fill(4), sequence: 7, dek: new Uint8Array(16).fill(5), step: 0 },
  ...{ from: 1_700_000_000_000, to: 1_700_000_000_500, count: 2, previous: new Uint8Array(32).fill(6) },
}
const frame = sealFrame(header, key, label, records)

const vectors = {
  derive: {
    key: text(fixed(1)),
    label: 'log',
    salt: '0a0b',
    out: text(deriveKey(fixed(1), 'log', new Uint8Array([10, 11]))),
  },
  unlock: {
    shares: { tpm: text(fixed(1)), fleet: text(fixed(2)) },
    order: ['tpm', 'fleet'],
    out: text(unlock),
  },
  wrapped: {
    kek: text(fixed(9)),
    context: 'dek/x',
    key: text(fixed(3)),
    bytes: hex(wrapKey(fixed(3), fixed(9), 'dek/x')),
  },
  ratchet: { dek: text(fixed(3)), turns },
  frame: {
    ...{ dek: text(fixed(3)), header: hex(frame.header), body: hex(frame.body), tag: hex(frame.tag) },
    opened: { ...label, records: records.map(({ at, bytes }) => ({ at, bytes: hex(bytes) })) },
  },
}
const url = new URL('../../../conformance/vault/vectors.json', import.meta.url)
writeFileSync(url, `${JSON.stringify(vectors, undefined, 2)}\n`)
