import test from 'node:test'
import assert from 'node:assert/strict'
import { checkBundle, makeBundle } from './bundle.ts'
import { linkPolicy } from './link-policy.ts'
import { decode, ingestKey, keyShareRequest, keyShareStatement, parseIdempotencyKey } from './messages.ts'

const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
  effectiveDateTime: '2026-01-01T00:00:00Z',
  valueQuantity: { value: 60, unit: '/min' },
}

test('checkBundle() takes what makeBundle() makes', () => {
  assert.deepEqual(checkBundle(makeBundle([observation])), [])
})

test('checkBundle() refuses two values, no values, empty arrays, other resources, and too many', () => {
  const bad: [unknown, RegExp][] = [
    [makeBundle([{ ...observation, valueString: 'x' }]), /value\[x\]/],
    [makeBundle([{ ...observation, valueQuantity: undefined, status: 'ok' }]), /status/],
    [makeBundle([{ ...observation, note: [] }]), /resource$/],
    [makeBundle([{ resourceType: 'Patient' }]), /resource$/],
    [makeBundle(Array.from({ length: 101 }, () => observation)), /entry/],
    [makeBundle([]), /entry/],
    [{ ...makeBundle([observation]), type: 'history' }, /type/],
    [null, /Bundle/],
    [[], /Bundle/],
  ]
  for (const [bundle, path] of bad) assert.match(checkBundle(bundle)[0]?.path ?? 'nothing', path)
})

test('decode() refuses unknown keys, wrong lengths and polluted JSON without quoting values', () => {
  const publicKey = Buffer.alloc(32, 7).toString('base64url')
  assert.ok(decode(ingestKey, JSON.stringify({ keyId: 'a', publicKey })).ok)
  for (const text of [
    JSON.stringify({ keyId: 'a', publicKey, more: 'Jane Doe' }),
    JSON.stringify({ keyId: 'a', publicKey: 'Jane Doe' }),
    `{"__proto__":{},"keyId":"Jane Doe","publicKey":"${publicKey}"}`,
    'Jane Doe',
  ]) {
    const result = decode(ingestKey, text)
    assert.ok(!result.ok)
    assert.doesNotMatch(result.problem, /Jane/)
  }
})

test('keyShareStatement() covers every field of a request', () => {
  const request = {
    v: 1 as const,
    device: 'd',
    bootEpoch: 1,
    bootId: 'b'.repeat(22),
    nonce: 'n'.repeat(22),
    hpkePublicKey: 'k'.repeat(43),
  }
  const signed = Buffer.from(keyShareStatement(request)).toString()
  for (const field of Object.keys(request)) assert.ok(signed.includes(`"${field}"`), field)
  assert.ok(decode(keyShareRequest, JSON.stringify({ ...request, signature: 's'.repeat(86) })).ok)
})

test('parseIdempotencyKey() takes one spelling only', () => {
  assert.deepEqual(parseIdempotencyKey('3:17'), { bootEpoch: 3, sequence: 17 })
  for (const text of ['03:17', '3:17 ', '3', '-1:2', '3:1e3', `${'9'.repeat(20)}:1`])
    assert.equal(parseIdempotencyKey(text), undefined)
})

test('linkPolicy() offers forward-secret AEAD suites only', () => {
  const { ciphers, minVersion } = linkPolicy()
  assert.equal(minVersion, 'TLSv1.2')
  for (const suite of ciphers.split(':')) assert.match(suite, /^(TLS_|ECDHE-).*(GCM|CHACHA20)/i)
})
