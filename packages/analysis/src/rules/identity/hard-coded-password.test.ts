import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { hardCodedPassword } from './hard-coded-password.ts'

test('hard-coded-password fires on a password in the firmware, and on one that all devices share and nobody can change', () => {
  assert.deepEqual(
    firing(hardCodedPassword, {
      keys: [
        { id: 'service', kind: 'password', storedBy: 'firmware' },
        { id: 'database', kind: 'password', storedBy: 'file', scope: 'model', changeable: false },
      ],
    }),
    ['keys.service', 'keys.database'],
  )
})

test('hard-coded-password stays silent on a password per device, on a changeable one, and on keys', () => {
  const parts = {
    keys: [
      { id: 'own', kind: 'password', storedBy: 'file', changeable: false },
      { id: 'changed', kind: 'password', storedBy: 'file', scope: 'model', changeable: true },
      { id: 'key', kind: 'symmetric', storedBy: 'firmware' },
    ],
  } as const
  assert.deepEqual(firing(hardCodedPassword, parts), [])
  assert.deepEqual(silentOn(hardCodedPassword, parts), ['keys.own', 'keys.changed'])
})
