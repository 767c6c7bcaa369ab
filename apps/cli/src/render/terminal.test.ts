import test from 'node:test'
import assert from 'node:assert/strict'
import { paint, printable, terminalOf, wrap } from './terminal.ts'

const colour = { columns: 80, colour: true }

test('terminalOf() colours a terminal only, and not where NO_COLOR is set', () => {
  assert.equal(terminalOf({ isTTY: true, columns: 80 }, undefined).colour, true)
  assert.equal(terminalOf({ isTTY: true, columns: 80 }, '1').colour, false)
  assert.equal(terminalOf({}, undefined).colour, false)
})

test('printable() keeps our colours and line ends and takes the teeth out of everything else', () => {
  const red = paint(colour, 'red', 'below')
  assert.equal(printable(`${red}\n`), `${red}\n`)
  assert.equal(printable('a\u001b[2Jb\rc\u009bd'), 'a\ufffd[2Jb\ufffdc\ufffdd')
})

test('wrap() breaks at spaces and leaves long words whole', () => {
  assert.deepEqual(wrap('one two three four five', 22, '  '), ['  one two three four', '  five'])
  assert.deepEqual(wrap('x'.repeat(40), 22, ''), ['x'.repeat(40)])
})
