import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { hardCodedKey } from './hard-coded-key.ts'

test('hard-coded-key fires on each kind of secret key in the firmware', () => {
  assert.deepEqual(
    firing(hardCodedKey, {
      keys: [
        { id: 'aes', storedBy: 'firmware' },
        { id: 'tls', kind: 'private', storedBy: 'firmware' },
        { id: 'update', kind: 'signing', storedBy: 'firmware' },
      ],
    }),
    ['keys.aes', 'keys.tls', 'keys.update'],
  )
})

test('hard-coded-key stays silent on keys made later, and leaves passwords to another rule', () => {
  const parts = {
    keys: [
      { id: 'aes', storedBy: 'tpm' },
      { id: 'word', kind: 'password', storedBy: 'firmware' },
    ],
  } as const
  assert.deepEqual(firing(hardCodedKey, parts), [])
  assert.deepEqual(silentOn(hardCodedKey, parts), ['keys.aes'])
})
