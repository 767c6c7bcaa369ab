import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { shortPin } from './short-pin.ts'

const withPin = (lengthMin: number, authentication: readonly string[]) =>
  ({
    components: [{ id: 'screen' }],
    interfaces: [{ id: 'panel', to: 'screen', reach: 'physical-port', authentication }],
    keys: [{ id: 'nurse-pin', kind: 'password', password: { lengthMin } }],
    controls: [
      { id: 'pin', factor: 'pin', restsOn: { soup: [], keys: ['nurse-pin'], roles: [], controls: [] } },
      { id: 'badge', factor: 'badge' },
    ],
  }) as const

test('short-pin fires on five digits alone, and on three beside a badge', () => {
  assert.deepEqual(firing(shortPin, withPin(5, ['pin'])), ['controls.pin'])
  assert.deepEqual(firing(shortPin, withPin(3, ['badge', 'pin'])), ['controls.pin'])
})

test('short-pin stays silent on six digits alone and on four beside a badge', () => {
  assert.deepEqual(silentOn(shortPin, withPin(6, ['pin'])), ['controls.pin'])
  assert.deepEqual(silentOn(shortPin, withPin(4, ['badge', 'pin'])), ['controls.pin'])
})
