import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { erasedKeysStayOnMedium } from './erased-keys-stay-on-medium.ts'

test('erased-keys-stay-on-medium fires where the root lies on the medium or nowhere that is said', () => {
  const keys = [{ id: 'a' }]
  assert.deepEqual(firing(erasedKeysStayOnMedium, { keys, vault: { unlock: ['a'], eraseRoot: 'medium' } }), [
    'vault',
  ])
  assert.deepEqual(firing(erasedKeysStayOnMedium, { keys, vault: { unlock: ['a'] } }), ['vault'])
})

test('erased-keys-stay-on-medium stays silent on a root in the TPM or at the fleet', () => {
  for (const eraseRoot of ['tpm', 'fleet'] as const)
    assert.deepEqual(
      silentOn(erasedKeysStayOnMedium, { keys: [{ id: 'a' }], vault: { unlock: ['a'], eraseRoot } }),
      ['vault'],
    )
})
