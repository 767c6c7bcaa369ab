import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { canonicalJson, compareBytes, concat, fromUtf8, hex, parseJson, utf8 } from './index.ts'

test('canonicalJson() is the same for any order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (record) => {
      const reversed = Object.fromEntries(Object.entries(record).reverse())
      assert.equal(canonicalJson(reversed), canonicalJson(record))
    }),
  )
})

test('parseJson() returns what JSON.parse() does for a sound text', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      if (text.includes('__proto__')) return
      assert.deepEqual(parseJson(text), JSON.parse(text))
    }),
  )
})

test('parseJson() refuses what is too deep, too large, polluting or broken, by code', () => {
  const codes: [string, string][] = [
    ['['.repeat(65) + ']'.repeat(65), 'JSON_TOO_DEEP'],
    [`"${'x'.repeat(9 * 1024 * 1024)}"`, 'JSON_TOO_LARGE'],
    ['{"a":{"__proto__":{"admin":true}}}', 'JSON_KEY_FORBIDDEN'],
    ['{"a":', 'JSON_SYNTAX'],
  ]
  for (const [text, code] of codes) assert.throws(() => parseJson(text), { code })
})

test('parseJson() refuses the key "__proto__" whichever of its characters are escaped, and nothing else for its escapes', () => {
  const escapes = Array.from('__proto__', (char) => [
    char,
    `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    `\\u${char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
  ])
  fc.assert(
    fc.property(fc.tuple(...escapes.map((each) => fc.constantFrom(...each))), (chars) => {
      assert.throws(() => parseJson(`{"a":[{"${chars.join('')}":1}]}`), { code: 'JSON_KEY_FORBIDDEN' })
    }),
  )
  assert.deepEqual(parseJson('{"_\\u005f":"\\u005f_proto__"}'), { __: '__proto__' })
})

test('parseJson() does not count brackets inside strings as depth', () => {
  assert.deepEqual(parseJson(JSON.stringify('['.repeat(1000) + '\\"')), '['.repeat(1000) + '\\"')
})

test('parseJson() takes a value at the depth that it has, and not at one less, whatever its strings hold', () => {
  const text = fc.string({ unit: fc.constantFrom('"', '\\\\', '[', '{', ']', 'a', '\\n') })
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(text, tie('value'), { maxKeys: 3 }),
    ),
  }))
  const depthOf = (each: unknown): number =>
    typeof each === 'object' && each !== null ? 1 + Math.max(0, ...Object.values(each).map(depthOf)) : 0
  fc.assert(
    fc.property(value, (each) => {
      const [written, depth] = [JSON.stringify(each), depthOf(each)]
      const limits = { charactersMax: 1_000_000, depthMax: depth }
      assert.deepEqual(parseJson(written, limits), JSON.parse(written))
      if (depth === 0) return
      assert.throws(() => parseJson(written, { ...limits, depthMax: depth - 1 }), { code: 'JSON_TOO_DEEP' })
    }),
    { numRuns: 1000 },
  )
})

test('parseJson() never quotes the text it refuses', () => {
  assert.throws(
    () => parseJson('{"name": Jane Doe}'),
    (error: Error) => !error.message.includes('Jane'),
  )
})

test('fromUtf8() gives nothing for bytes that are not UTF-8', () => {
  assert.equal(fromUtf8(new Uint8Array([0xc3, 0x28])), undefined)
  assert.equal(fromUtf8(utf8('ö')), 'ö')
})

test('hex(), concat() and compareBytes() agree with Buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      assert.equal(hex(a), Buffer.from(a).toString('hex'))
      assert.equal(hex(concat(a, b)), Buffer.concat([a, b]).toString('hex'))
      assert.equal(Math.sign(compareBytes(a, b)), Buffer.compare(a, b))
    }),
  )
})
