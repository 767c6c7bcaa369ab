import test from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import { z } from 'zod'
import {
  generateHybridKey,
  hybridKeyId,
  hybridRoleSchema,
  publicHalf,
  signaturesMax,
  signDocument,
  type Signed,
} from '@pericard/base/hybrid'
import { parseSigned, verifyDocument } from './documents.ts'

const [one, two, stranger] = [generateHybridKey(), generateHybridKey(), generateHybridKey()]
const both = { keys: [publicHalf(one), publicHalf(two)], threshold: 2 }
const document = signDocument('release', signDocument('release', { signed: { number: 1 } }, one), two)
const code = 'UPDATE_RELEASE_FORGED'

function opens(changed: Signed<unknown>, type = 'release', role = both): unknown {
  return verifyDocument(type, changed, role, code)
}

test('verifyDocument() returns what enough keys signed with both algorithms', () => {
  assert.deepEqual(opens(document), { number: 1 })
  assert.deepEqual(opens({ ...document, signatures: [...document.signatures].reverse() }), { number: 1 })
})

test('verifyDocument() refuses a signature of which only one algorithm holds', () => {
  const other = signDocument('release', { signed: { number: 2 } }, one).signatures[0]
  const [first, second] = document.signatures
  assert.ok(first && second && other)
  for (const half of ['ed25519', 'mldsa65'] as const) {
    const signatures = [{ ...first, [half]: other[half] }, second]
    assert.throws(() => opens({ ...document, signatures }), { code })
  }
})

test('verifyDocument() refuses one bit of a signature flipped, at each byte', () => {
  const [first, second] = document.signatures
  assert.ok(first && second)
  for (const half of ['ed25519', 'mldsa65'] as const) {
    const bytes = Buffer.from(first[half], 'base64')
    const step = half === 'ed25519' ? 1 : 37
    for (let at = 0; at < bytes.length; at += step) {
      const flipped = Buffer.from(bytes)
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      const signatures = [{ ...first, [half]: flipped.toString('base64') }, second]
      assert.throws(() => opens({ ...document, signatures }), { code }, `${half} ${at}`)
    }
  }
})

test('verifyDocument() counts each key once, and no stranger', () => {
  const [first] = document.signatures
  assert.ok(first)
  assert.throws(() => opens({ ...document, signatures: [first, first] }), { code })
  const foreign = signDocument('release', { ...document, signatures: [first] }, stranger)
  assert.throws(() => opens(foreign), { code })
  assert.throws(() => opens({ ...document, signatures: [] }), { code })
})

test('verifyDocument() refuses other content, and the same content as another kind of document', () => {
  assert.throws(() => opens({ ...document, signed: { number: 2 } }), { code })
  assert.throws(() => opens(document, 'grant'), { code })
})

test('verifyDocument() refuses a role whose halves are keys of another algorithm', () => {
  const ed25519 = publicHalf(one).ed25519
  const weak = { ed25519, mldsa65: ed25519 }
  const [first] = document.signatures
  assert.ok(first)
  const signatures = [{ key: hybridKeyId(weak), ed25519: first.ed25519, mldsa65: first.ed25519 }]
  assert.throws(() => opens({ ...document, signatures }, 'release', { keys: [weak], threshold: 1 }), { code })
})

test('a role cannot ask for more signatures than it has different keys', () => {
  const [key] = both.keys
  assert.equal(hybridRoleSchema.safeParse({ keys: [key, key], threshold: 2 }).success, false)
  assert.equal(hybridRoleSchema.safeParse({ keys: [key], threshold: 0 }).success, false)
  assert.equal(hybridRoleSchema.safeParse(both).success, true)
})

test('parseSigned() refuses what is cut anywhere, unknown fields and too many signatures', () => {
  const schema = z.strictObject({ number: z.number() })
  const text = JSON.stringify({ signed: { number: 1 }, signatures: [] })
  assert.deepEqual(parseSigned('it', utf8(text), schema).signed, { number: 1 })
  for (let length = 0; length < text.length; length++)
    assert.throws(() => parseSigned('it', utf8(text.slice(0, length)), schema), { code: 'UPDATE_FORMAT' })
  const many = Array.from({ length: signaturesMax + 1 }, () => document.signatures[0])
  for (const bad of [
    { signed: { number: 1 }, signatures: [], more: 1 },
    { signed: { number: 1, more: 1 }, signatures: [] },
    { signed: { number: 1 }, signatures: many },
  ])
    assert.throws(() => parseSigned('it', utf8(JSON.stringify(bad)), schema), { code: 'UPDATE_FORMAT' })
  assert.throws(() => parseSigned('it', new Uint8Array([0xff]), schema), { code: 'UPDATE_FORMAT' })
})
