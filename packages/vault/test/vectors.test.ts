/** `conformance/vault`: what another implementation has to read, derive and refuse. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { hex } from '@pericard/base'
import { MemoryFrameStore } from '../src/adapters/memory.ts'
import { deriveKey, openFrame, type SecretKey, secretKey, unlockWith, unwrapKey } from '../src/index.ts'
import { turn } from '../src/records/frame.ts'

interface Vectors {
  readonly derive: { key: string; label: string; salt: string; out: string }
  readonly unlock: { shares: Record<string, string>; order: string[]; out: string }
  readonly wrapped: { kek: string; context: string; key: string; bytes: string }
  readonly ratchet: { dek: string; turns: { key: string; commitment: string; next: string }[] }
  readonly frame: {
    dek: string
    header: string
    body: string
    tag: string
    opened: { data: string; subject: string; records: { at: number; bytes: string }[] }
  }
}

const url = new URL('../../../conformance/vault/vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(url, 'utf8')) as Vectors
const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'))
const key = (text: string): SecretKey => secretKey(bytes(text))
const text = (given: SecretKey): string => given.object.export().toString('hex')

test('keys are derived, joined and unwrapped as the vectors say', async () => {
  const { derive, unlock, wrapped } = vectors
  assert.equal(text(deriveKey(key(derive.key), derive.label, bytes(derive.salt))), derive.out)
  const shares = new Map(Object.entries(unlock.shares).map(([name, share]) => [name, key(share)]))
  const joined = await unlockWith(new MemoryFrameStore(), { shares: unlock.order }, shares)
  assert.equal(text(joined), unlock.out)
  assert.equal(text(unwrapKey(bytes(wrapped.bytes), key(wrapped.kek), wrapped.context)), wrapped.key)
})

test('the ratchet turns as the vectors say', () => {
  let ratchet = { chain: key(vectors.ratchet.dek), step: 0 }
  for (const wanted of vectors.ratchet.turns) {
    const turned = turn(ratchet)
    assert.deepEqual(
      { key: text(turned.key.secret), commitment: hex(turned.key.commitment), next: text(turned.next.chain) },
      wanted,
    )
    ratchet = turned.next
  }
})

test('a frame of the vectors opens to its records, and no flipped bit and no cut of it does', () => {
  const { dek, header, body, tag, opened } = vectors.frame
  const frame = { header: bytes(header), body: bytes(body), tag: bytes(tag) }
  const { key: frameKey } = turn({ chain: key(dek), step: 0 })
  const found = openFrame(frame, frameKey)
  const records = found.records.map((record) => ({ at: record.at, bytes: hex(record.bytes) }))
  assert.deepEqual({ data: found.data, subject: found.subject, records }, opened)
  for (const part of ['header', 'body', 'tag'] as const) {
    for (let bit = 0; bit < frame[part].length * 8; bit++) {
      const flipped = frame[part].map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      assert.throws(
        () => openFrame({ ...frame, [part]: flipped }, frameKey),
        /VAULT_|Cannot/,
        `${part} bit ${bit}`,
      )
    }
    for (let length = 0; length < frame[part].length; length++)
      assert.throws(() => openFrame({ ...frame, [part]: frame[part].slice(0, length) }, frameKey), /Cannot/)
  }
})
