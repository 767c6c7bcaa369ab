import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { weakRandomKey } from './weak-random-key.ts'

test('weak-random-key fires on a key from a weak generator', () => {
  assert.deepEqual(firing(weakRandomKey, { keys: [{ id: 'pairing', randomness: 'weak' }] }), ['keys.pairing'])
})

test('weak-random-key stays silent on a sound generator, and where it is not stated', () => {
  const keys = [{ id: 'tls', randomness: 'csprng' }, { id: 'unsaid' }] as const
  assert.deepEqual(firing(weakRandomKey, { keys }), [])
  assert.deepEqual(silentOn(weakRandomKey, { keys }), ['keys.tls', 'keys.unsaid'])
})
