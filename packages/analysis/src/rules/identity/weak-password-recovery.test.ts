import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { weakPasswordRecovery } from './weak-password-recovery.ts'

type Recovery = 'none' | 'administrator' | 'second-channel' | 'security-question' | 'fixed-code'
const keyOf = (recovery: Recovery) => ({
  keys: [{ id: 'user', kind: 'password' as const, password: { recovery } }],
})

test('weak-password-recovery fires on a fixed code and on a security question', () => {
  assert.deepEqual(firing(weakPasswordRecovery, keyOf('fixed-code')), ['keys.user'])
  assert.deepEqual(firing(weakPasswordRecovery, keyOf('security-question')), ['keys.user'])
})

test('weak-password-recovery stays silent on sound ways, and where none is stated', () => {
  for (const sound of ['none', 'administrator', 'second-channel'] as const)
    assert.deepEqual(silentOn(weakPasswordRecovery, keyOf(sound)), ['keys.user'])
  assert.deepEqual(silentOn(weakPasswordRecovery, { keys: [{ id: 'user', kind: 'password' }] }), [
    'keys.user',
  ])
})
