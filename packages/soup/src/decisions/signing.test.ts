import test from 'node:test'
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import { canonicalJson, utf8 } from '@pericard/base'
import { emptyRegister, readRegister, registerLines } from './register.ts'
import {
  believe,
  type Decider,
  decidersText,
  rawPublicKey,
  readDeciders,
  type RegisterEntry,
} from './signing.ts'
import type { Decision } from './types.ts'

const ada = generateKeyPairSync('ed25519').privateKey
const eve = generateKeyPairSync('ed25519').privateKey
const deciders: Decider[] = [{ name: 'ada', key: rawPublicKey(ada) }]
const decision: Decision = {
  ...{ vulnerability: 'CVE-2020-1001', aliases: [], status: 'not_affected', by: 'ada', at: 1000 },
  ...{ because: 'never called', justification: 'vulnerable_code_not_in_execute_path' },
  ...{ component: 'pkg:npm/tool', versions: '1.0.0', patches: [], facts: { 'soup/tool': { purpose: 'x' } } },
}

function entriesIn(text: string): readonly RegisterEntry[] {
  const read = readRegister(utf8(text))
  assert.ok(read.ok, JSON.stringify(read))
  return read.entries
}
const doubts = (text: string, of = deciders): string[] =>
  believe(entriesIn(text), of).notBelieved.map(({ line, because }) => `${line}: ${because}`)

test('lines that their decider signed count; all others are named with the reason', () => {
  const first = registerLines([decision, { ...decision, at: 1001 }], emptyRegister, ada)
  const unsigned = registerLines([decision], first.head)
  const forged = registerLines([decision], unsigned.head, eve)
  const other = registerLines([{ ...decision, by: 'eve' }], forged.head, ada)
  const text = first.text + unsigned.text + forged.text + other.text
  assert.deepEqual(believe(entriesIn(text), deciders).decisions, [decision, { ...decision, at: 1001 }])
  assert.deepEqual(doubts(text), [
    '3: it is not signed',
    '4: it is signed by a key that is not among the deciders',
    '5: it names eve, and is signed by ada',
  ])
})

test('a signature stands at its place: behind another line it does not hold', () => {
  const [one = '', two = '', three = ''] = registerLines(
    ['one', 'two', 'three'].map((because) => ({ ...decision, because })),
    emptyRegister,
    ada,
  ).text.split('\n')
  const chained = (...lines: string[]): string => {
    let [text, head] = ['', emptyRegister]
    for (const line of lines) {
      const changed = canonicalJson({ ...(JSON.parse(line) as object), previous: head })
      text += `${changed}\n`
      const read = readRegister(utf8(text))
      assert.ok(read.ok)
      head = read.head
    }
    return text
  }
  assert.deepEqual(doubts(chained(one, two, three)), [])
  assert.deepEqual(doubts(chained(one, three)), ['2: its signature does not hold'])
  assert.deepEqual(doubts(chained(two, one)), [
    '1: its signature does not hold',
    '2: its signature does not hold',
  ])
})

test('with any bit of the signed line flipped it is refused or not believed', () => {
  const line = utf8(registerLines([decision], emptyRegister, ada).text.trimEnd())
  let believed = 0
  for (let bit = 0; bit < line.length * 8; bit++) {
    const bytes = Uint8Array.from(line)
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const read = readRegister(bytes)
    if (read.ok) believed += believe(read.entries, deciders).decisions.length
  }
  assert.equal(believed, 0)
  for (let length = 1; length < line.length; length++)
    assert.equal(readRegister(line.subarray(0, length)).ok, false)
})

test('a signature made for another kind of document is none, and one in another spelling neither', () => {
  const { text } = registerLines([decision], emptyRegister, ada)
  const line = JSON.parse(text) as { signature: { ed25519: string } }
  const bare = sign(null, utf8(canonicalJson({ decision, previous: emptyRegister })), ada).toString(
    'base64url',
  )
  const last = line.signature.ed25519.at(-1) ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  // Four bits of the last character are of no byte.
  const spelled = line.signature.ed25519.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1]
  for (const ed25519 of [bare, spelled]) {
    const changed = canonicalJson({ ...line, signature: { ...line.signature, ed25519 } })
    assert.deepEqual(doubts(`${changed}\n`), ['1: its signature does not hold'])
  }
})

test('a file of deciders is read as written, and refused with the place where it is none', () => {
  assert.deepEqual(readDeciders(utf8(decidersText(deciders))), { ok: true, deciders })
  const raw = createPublicKey(ada).export({ format: 'der', type: 'spki' }).toString('base64')
  const bad: [string, string][] = [
    ['{', ''],
    ['{"v":1,"deciders":[]}', '/deciders'],
    ['{"v":2,"deciders":[{"name":"a","key":"b"}]}', '/v'],
    [`{"v":1,"deciders":[{"name":"a","key":"${raw}"}]}`, '/deciders/0/key'],
    [`{"v":1,"deciders":[{"name":"","key":"${rawPublicKey(ada)}"}]}`, '/deciders/0/name'],
  ]
  for (const [text, where] of bad) {
    const read = readDeciders(utf8(text))
    assert.equal(read.ok ? 'read' : read.issues[0]?.path, where)
  }
})
