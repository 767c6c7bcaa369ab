import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyUseNotAudited } from './key-use-not-audited.ts'

test('key-use-not-audited fires on a key whose use is not logged', () => {
  assert.deepEqual(firing(keyUseNotAudited, { keys: [{ id: 'seal', audited: false }] }), ['keys.seal'])
})

test('key-use-not-audited stays silent on a logged key, and where it is not stated', () => {
  const keys = [{ id: 'seal', audited: true }, { id: 'unsaid' }]
  assert.deepEqual(firing(keyUseNotAudited, { keys }), [])
  assert.deepEqual(silentOn(keyUseNotAudited, { keys }), ['keys.seal', 'keys.unsaid'])
})
