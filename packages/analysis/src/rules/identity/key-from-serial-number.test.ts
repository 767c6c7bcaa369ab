import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyFromSerialNumber } from './key-from-serial-number.ts'

test('key-from-serial-number fires on a key and on a password that the label gives away', () => {
  const keys = [
    { id: 'wifi', made: 'from-serial-number' },
    { id: 'service', kind: 'password', made: 'from-serial-number' },
  ] as const
  assert.deepEqual(firing(keyFromSerialNumber, { keys }), ['keys.wifi', 'keys.service'])
})

test('key-from-serial-number stays silent on a key that is made otherwise, and where it is not stated', () => {
  const keys = [{ id: 'a', made: 'on-device' }, { id: 'b', made: 'by-maker' }, { id: 'c' }] as const
  assert.deepEqual(firing(keyFromSerialNumber, { keys }), [])
  assert.deepEqual(silentOn(keyFromSerialNumber, { keys }), ['keys.a', 'keys.b', 'keys.c'])
})
