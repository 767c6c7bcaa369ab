import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordInFile } from './password-in-file.ts'

const password = { id: 'ftp', kind: 'password', storedBy: 'file' } as const

test('password-in-file fires on a plain password in a file', () => {
  assert.deepEqual(firing(passwordInFile, { keys: [{ ...password, keptAs: 'plain' }] }), ['keys.ftp'])
})

test('password-in-file stays silent where it is hashed, elsewhere or not stated', () => {
  const keys = [
    { ...password, id: 'a', keptAs: 'slow-hash' },
    { ...password, id: 'b', keptAs: 'plain', storedBy: 'fleet' },
    { ...password, id: 'c' },
  ] as const
  assert.deepEqual(firing(passwordInFile, { keys }), [])
  assert.deepEqual(silentOn(passwordInFile, { keys }), ['keys.a', 'keys.b', 'keys.c'])
})
