import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cpeKeyOf, splitCpe } from './cpe-name.ts'

test('splitCpe() reads both forms of a name, with their escapes', () => {
  const full = splitCpe('cpe:2.3:a:GNU:libstdc\\+\\+:1.0\\:2:rc1:*:*:*:node.js:-:*')
  assert.deepEqual(full, {
    key: 'gnu:libstdc++',
    version: '1.0:2',
    limits: { part: 'a', update: 'rc1', targetSw: 'node.js', targetHw: '-' },
  })
  assert.deepEqual(splitCpe('cpe:/a:acme:some%20tool:2')?.key, 'acme:some tool')
  for (const none of [
    '',
    'cpe:2.3:x:a:b',
    'cpe:2.3:a:*:b:1',
    'cpe:2.3:a:b',
    'cpe:/a',
    `cpe:2.3:a:b:${'c'.repeat(3000)}`,
  ]) {
    assert.equal(splitCpe(none), undefined, none.slice(0, 30))
  }
})

test('cpeKeyOf() gives the key that splitCpe() gives, for any text', () => {
  const piece = fc.constantFrom(
    'a',
    'o',
    'H',
    'Acme',
    'tool',
    '*',
    '-',
    '',
    '\\:',
    '\\\\',
    '\\+',
    '1.0',
    '%20',
  )
  const text = fc
    .tuple(fc.constantFrom('cpe:2.3:', 'cpe:/', 'cpe:2.3', 'x'), fc.array(piece, { maxLength: 8 }))
    .map(([head, pieces]) => head + pieces.join(':'))
  let keys = 0
  fc.assert(
    fc.property(text, (name) => {
      const key = cpeKeyOf(name)
      assert.equal(key, splitCpe(name)?.key)
      if (key !== undefined) keys++
    }),
    { numRuns: 5000 },
  )
  assert.ok(keys > 100, `only ${keys} keys`)
})
