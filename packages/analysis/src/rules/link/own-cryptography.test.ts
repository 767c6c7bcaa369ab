import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { ownCryptography } from './own-cryptography.ts'

test('own-cryptography fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(ownCryptography, {
      controls: [{ id: 'own', cryptography: { algorithm: 'scramble', proprietary: true } }],
    }),
    ['controls.own'],
  )
})

test('own-cryptography stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'aes-256-gcm', proprietary: false } },
      { id: 'unsaid', cryptography: { algorithm: 'tls' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(ownCryptography, sound), [])
  assert.deepEqual(silentOn(ownCryptography, sound), ['controls.sound', 'controls.unsaid'])
})
