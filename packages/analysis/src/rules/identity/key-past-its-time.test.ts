import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyPastItsTime } from './key-past-its-time.ts'

test('key-past-its-time fires on a key that is never replaced, and above three years', () => {
  // The test's file gives each key a rotation unless told otherwise.
  const never: { readonly id: string } = Object.assign({ id: 'never' }, { rotateDays: undefined })
  const keys = [never, { id: 'late', rotateDays: 1096 }]
  assert.deepEqual(firing(keyPastItsTime, { keys }), ['keys.never', 'keys.late'])
})

test('key-past-its-time stays silent at three years, and leaves keys in the firmware to another rule', () => {
  const keys = [
    { id: 'due', rotateDays: 1095 },
    { id: 'built-in', rotateDays: 9999, storedBy: 'firmware' },
  ] as const
  assert.deepEqual(silentOn(keyPastItsTime, { keys }), ['keys.due', 'keys.built-in'])
})
