import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { oneShareOpensTheVault } from './one-share-opens-the-vault.ts'

test('one-share-opens-the-vault fires on one share, and on a threshold of one', () => {
  const keys = [{ id: 'a' }, { id: 'b' }]
  assert.deepEqual(firing(oneShareOpensTheVault, { keys, vault: { unlock: ['a'] } }), ['vault'])
  assert.deepEqual(firing(oneShareOpensTheVault, { keys, vault: { unlock: ['a', 'b'], threshold: 1 } }), [
    'vault',
  ])
})

test('one-share-opens-the-vault stays silent where two are wanted', () => {
  const keys = [{ id: 'a' }, { id: 'b' }]
  assert.deepEqual(silentOn(oneShareOpensTheVault, { keys, vault: { unlock: ['a', 'b'] } }), ['vault'])
})
