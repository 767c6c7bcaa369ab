import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { shareNotBoundToSoftware } from './share-not-bound-to-software.ts'

test('share-not-bound-to-software fires on a share of the TPM without PCRs', () => {
  const keys = [{ id: 'chip', storedBy: 'tpm' }] as const
  assert.deepEqual(firing(shareNotBoundToSoftware, { keys, vault: { unlock: ['chip'] } }), ['keys.chip'])
  assert.deepEqual(firing(shareNotBoundToSoftware, { keys, vault: { unlock: ['chip'], pcrs: [] } }), [
    'keys.chip',
  ])
})

test('share-not-bound-to-software stays silent where PCRs are named, and on shares kept elsewhere', () => {
  const keys = [{ id: 'chip', storedBy: 'tpm' }, { id: 'typed' }] as const
  assert.deepEqual(
    silentOn(shareNotBoundToSoftware, { keys, vault: { unlock: ['chip', 'typed'], pcrs: [7] } }),
    ['keys.chip'],
  )
  assert.deepEqual(
    firing(shareNotBoundToSoftware, { keys, vault: { unlock: ['chip', 'typed'], pcrs: [7] } }),
    [],
  )
})
