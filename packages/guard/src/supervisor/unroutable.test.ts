import assert from 'node:assert/strict'
import test from 'node:test'
import { Unroutable, unroutableMax } from './unroutable.ts'

test('a flood of messages that go nowhere makes one entry in the log, and then ends its process', () => {
  const flood = new Unroutable()
  const answers = Array.from({ length: unroutableMax + 10 }, () => flood.next())
  assert.deepEqual(answers.slice(0, 2), ['log', 'ignore'])
  assert.equal(answers.filter((answer) => answer === 'log').length, 1)
  assert.equal(answers.indexOf('end'), unroutableMax)
  assert.ok(answers.slice(unroutableMax).every((answer) => answer === 'end'))
})

test('the next life of a process begins anew', () => {
  const flood = new Unroutable()
  for (let count = 0; count <= unroutableMax; count++) flood.next()
  flood.reset()
  assert.equal(flood.next(), 'log')
})
