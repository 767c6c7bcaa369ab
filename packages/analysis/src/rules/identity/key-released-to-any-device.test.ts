import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyReleasedToAnyDevice } from './key-released-to-any-device.ts'

const share = { id: 'fleet-share', kind: 'share', storedBy: 'fleet' } as const
const controls = ['theft-report', { id: 'wish', enforcement: { by: 'nobody' } }] as const

test('key-released-to-any-device fires where nothing that is enforced stops the release', () => {
  for (const releasedBy of [[], ['wish']])
    assert.deepEqual(firing(keyReleasedToAnyDevice, { controls, keys: [{ ...share, releasedBy }] }), [
      'keys.fleet-share',
    ])
})

test('key-released-to-any-device stays silent where a report of theft stops it, and on keys that are not kept there', () => {
  const keys = [
    { ...share, releasedBy: ['theft-report'] },
    { ...share, id: 'own', storedBy: 'tpm' },
  ] as const
  assert.deepEqual(firing(keyReleasedToAnyDevice, { controls, keys }), [])
  assert.deepEqual(silentOn(keyReleasedToAnyDevice, { controls, keys }), ['keys.fleet-share', 'keys.own'])
})
