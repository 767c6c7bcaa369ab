import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyForTwoPurposes } from './key-for-two-purposes.ts'

const restsOn = { soup: [], keys: ['key'], roles: [], controls: [] }
const encrypts = { id: 'cipher', kind: 'encryption', restsOn } as const
const proves = { id: 'challenge', kind: 'authentication', restsOn } as const

test('key-for-two-purposes fires on a key that encrypts and authenticates, and on one that signs updates and signs in', () => {
  const keys = [{ id: 'key' }]
  assert.deepEqual(firing(keyForTwoPurposes, { keys, controls: [encrypts, proves] }), ['keys.key'])
  const updates = [{ id: 'image', signedWith: ['key'] }]
  const interfaces = [{ id: 'link', credentials: ['key'] }]
  assert.deepEqual(firing(keyForTwoPurposes, { keys, updates, interfaces }), ['keys.key'])
})

test('key-for-two-purposes stays silent on one purpose, whoever uses it', () => {
  const keys = [{ id: 'key' }]
  const interfaces = [{ id: 'link', credentials: ['key'] }]
  assert.deepEqual(silentOn(keyForTwoPurposes, { keys, controls: [proves], interfaces }), ['keys.key'])
  assert.deepEqual(silentOn(keyForTwoPurposes, { keys, controls: [encrypts] }), ['keys.key'])
})
