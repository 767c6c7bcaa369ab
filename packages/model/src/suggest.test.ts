import test from 'node:test'
import assert from 'node:assert/strict'
import { suggest } from './suggest.ts'

test('suggest() finds a slip of the keyboard, and nothing where nothing is near', () => {
  const known = ['name', 'zone', 'isolated-by', 'purpose']
  assert.equal(suggest('nmae', known), 'name')
  assert.equal(suggest('isolatedby', known), 'isolated-by')
  assert.equal(suggest('storage', known), undefined)
  assert.equal(suggest('D', ['A', 'B', 'C']), undefined)
  assert.equal(suggest('x'.repeat(10_000), known), undefined)
})
