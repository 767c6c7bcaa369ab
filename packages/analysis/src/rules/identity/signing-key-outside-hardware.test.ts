import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { signingKeyOutsideHardware } from './signing-key-outside-hardware.ts'

const signing = { id: 'update', kind: 'signing', scope: 'fleet' } as const

test('signing-key-outside-hardware fires on the signing key of a fleet in a file', () => {
  assert.deepEqual(firing(signingKeyOutsideHardware, { keys: [{ ...signing, storedBy: 'file' }] }), [
    'keys.update',
  ])
})

test('signing-key-outside-hardware stays silent on an HSM, and on the key of one device', () => {
  const keys = [
    { ...signing, id: 'a', storedBy: 'hsm' },
    { ...signing, id: 'b', scope: 'device', storedBy: 'file' },
  ] as const
  assert.deepEqual(firing(signingKeyOutsideHardware, { keys }), [])
  assert.deepEqual(silentOn(signingKeyOutsideHardware, { keys }), ['keys.a', 'keys.b'])
})
