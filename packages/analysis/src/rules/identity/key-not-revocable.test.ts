import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyNotRevocable } from './key-not-revocable.ts'

test('key-not-revocable fires on a key that nobody can withdraw', () => {
  const keys = [{ id: 'token', revocable: false, rotateDays: 2 }]
  assert.deepEqual(firing(keyNotRevocable, { keys }), ['keys.token'])
})

test('key-not-revocable stays silent on a revocable key, on one of a day, and where it is not stated', () => {
  const keys = [{ id: 'a', revocable: true }, { id: 'b', revocable: false, rotateDays: 1 }, { id: 'c' }]
  assert.deepEqual(firing(keyNotRevocable, { keys }), [])
  assert.deepEqual(silentOn(keyNotRevocable, { keys }), ['keys.a', 'keys.b', 'keys.c'])
})
