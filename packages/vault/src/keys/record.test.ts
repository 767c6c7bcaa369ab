import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import { freshKey } from './key.ts'
import { openRecord, sealRecord } from './record.ts'
import { unwrapKey, wrapKey } from './wrap.ts'

const dek = freshKey()
const flips = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: bytes.length * 8 }, (_, bit) =>
    bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)),
  )
const code =
  (wanted: RegExp) =>
  (error: { code?: string }): boolean =>
    wanted.test(error.code ?? '')

test('openRecord() returns what sealRecord() sealed, and refuses every flipped bit and every cut', () => {
  const sealed = sealRecord(utf8('a private key'), dek, 'identity')
  assert.deepEqual(openRecord(sealed, dek, 'identity'), utf8('a private key'))
  for (const bent of flips(sealed))
    assert.throws(() => openRecord(bent, dek, 'identity'), code(/FORGED|UNKNOWN/))
  for (let length = 0; length < sealed.length; length++) {
    assert.throws(() => openRecord(sealed.slice(0, length), dek, 'identity'), code(/FORGED|TRUNCATED/))
  }
})

test('openRecord() refuses another id and another key', () => {
  const sealed = sealRecord(utf8('x'), dek, 'identity')
  assert.throws(() => openRecord(sealed, dek, 'unlock'), { code: 'VAULT_RECORD_FORGED' })
  assert.throws(() => openRecord(sealed, freshKey(), 'identity'), { code: 'VAULT_RECORD_FORGED' })
})

test('unwrapKey() returns what wrapKey() wrapped, and refuses every flipped bit, every cut, another context and another key', () => {
  const [key, kek] = [freshKey(), freshKey()]
  const wrapped = wrapKey(key, kek, 'dek/1')
  assert.ok(unwrapKey(wrapped, kek, 'dek/1').object.equals(key.object))
  for (const bent of flips(wrapped))
    assert.throws(() => unwrapKey(bent, kek, 'dek/1'), code(/FORGED|UNKNOWN/))
  for (let length = 0; length < wrapped.length; length++) {
    assert.throws(() => unwrapKey(wrapped.slice(0, length), kek, 'dek/1'), { code: 'VAULT_KEY_TRUNCATED' })
  }
  assert.throws(() => unwrapKey(wrapped, kek, 'dek/2'), { code: 'VAULT_KEY_FORGED' })
  assert.throws(() => unwrapKey(wrapped, freshKey(), 'dek/1'), { code: 'VAULT_KEY_FORGED' })
})
