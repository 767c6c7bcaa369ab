import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { passwordNeverExpires } from './password-never-expires.ts'

const user = { id: 'user', kind: 'password' } as const

test('password-never-expires fires on a short password without an age, and on a long one that may be a bad one', () => {
  assert.deepEqual(
    firing(passwordNeverExpires, {
      keys: [{ ...user, password: { lengthMin: 14, badRefused: true } }].map(unrotated),
    }),
    ['keys.user'],
  )
  assert.deepEqual(
    firing(passwordNeverExpires, { keys: [{ ...user, password: { lengthMin: 20 } }].map(unrotated) }),
    ['keys.user'],
  )
})

test('password-never-expires stays silent on one that ages, that is replaced, that is long, and where nothing is stated', () => {
  const keys = [
    unrotated({ ...user, id: 'a', password: { maxAgeDays: 180 } }),
    { ...user, id: 'b', password: {}, rotateDays: 90 },
    unrotated({ ...user, id: 'c', password: { lengthMin: 15, badRefused: true } }),
    unrotated({ ...user, id: 'd' }),
  ]
  assert.deepEqual(firing(passwordNeverExpires, { keys }), [])
  assert.deepEqual(silentOn(passwordNeverExpires, { keys }), ['keys.a', 'keys.b', 'keys.c', 'keys.d'])
})

/** The test's file gives each key a rotation unless told otherwise. */
function unrotated<T extends object>(key: T): T {
  return Object.assign({ rotateDays: undefined }, key)
}
