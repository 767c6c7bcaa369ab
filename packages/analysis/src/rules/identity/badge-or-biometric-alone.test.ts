import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { badgeOrBiometricAlone } from './badge-or-biometric-alone.ts'

const parts = (authentication: readonly string[]) =>
  ({
    components: [{ id: 'screen' }],
    controls: [
      { id: 'badge', factor: 'badge' },
      { id: 'finger', factor: 'biometric' },
      { id: 'pin', factor: 'pin' },
    ],
    interfaces: [{ id: 'panel', to: 'screen', reach: 'physical-port', authentication }],
  }) as const

test('badge-or-biometric-alone fires on a badge alone and on a finger alone', () => {
  assert.deepEqual(firing(badgeOrBiometricAlone, parts(['badge'])), ['interfaces.panel'])
  assert.deepEqual(firing(badgeOrBiometricAlone, parts(['finger'])), ['interfaces.panel'])
})

test('badge-or-biometric-alone stays silent beside a PIN, on a PIN, and without any', () => {
  for (const authentication of [['badge', 'pin'], ['pin'], []])
    assert.deepEqual(silentOn(badgeOrBiometricAlone, parts(authentication)), ['interfaces.panel'])
})
