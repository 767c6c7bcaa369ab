import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { shortKey } from './short-key.ts'

const elementsOf = (key: {
  readonly kind?: 'private' | 'symmetric'
  readonly algorithm?: string
  readonly bits?: number
}) => ({ keys: [{ id: 'key', ...key }] }) as const

test('short-key fires below 2048 bits of RSA, below 224 of a curve and below 112 otherwise', () => {
  for (const key of [
    { kind: 'private', algorithm: 'rsa-1024' },
    { kind: 'private', algorithm: 'rsa', bits: 2047 },
    { kind: 'private', algorithm: 'ecdsa', bits: 223 },
    { kind: 'symmetric', bits: 111 },
  ] as const)
    assert.deepEqual(firing(shortKey, elementsOf(key)), ['keys.key'])
})

test('short-key stays silent at those lengths, and where none is stated', () => {
  for (const key of [
    { kind: 'private', algorithm: 'rsa-2048' },
    { kind: 'private', algorithm: 'ecdsa', bits: 224 },
    { kind: 'private', algorithm: 'ed25519' },
    { kind: 'private', bits: 40 },
    { kind: 'private', algorithm: 'ecdh-p256 with aes-128-ccm', bits: 128 },
    { kind: 'symmetric', bits: 112 },
    { kind: 'symmetric' },
  ] as const)
    assert.deepEqual(silentOn(shortKey, elementsOf(key)), ['keys.key'])
})
