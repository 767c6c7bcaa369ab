import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { shortEncryptionKey } from './short-encryption-key.ts'

test('short-encryption-key fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(shortEncryptionKey, {
      controls: [
        { id: 'rsa', cryptography: { algorithm: 'rsa', keyBits: 2047 } },
        { id: 'aes', cryptography: { algorithm: 'aes', keyBits: 127 } },
        { id: 'ec', cryptography: { algorithm: 'ecdsa', keyBits: 223 } },
      ],
    }),
    ['controls.rsa', 'controls.aes', 'controls.ec'],
  )
})

test('short-encryption-key stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'rsa', cryptography: { algorithm: 'rsa', keyBits: 2048 } },
      { id: 'aes', cryptography: { algorithm: 'aes-128-gcm', keyBits: 128 } },
      { id: 'ec', cryptography: { algorithm: 'ecdsa-p224', keyBits: 224 } },
      { id: 'mixed', cryptography: { algorithm: 'aes-128-ccm with ecdh-p256', keyBits: 128 } },
      { id: 'lattice', cryptography: { algorithm: 'ed25519 and ml-dsa-65', keyBits: 256 } },
      { id: 'unsaid', cryptography: { algorithm: 'aes' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(shortEncryptionKey, sound), [])
  assert.deepEqual(silentOn(shortEncryptionKey, sound), [
    'controls.rsa',
    'controls.aes',
    'controls.ec',
    'controls.mixed',
    'controls.lattice',
    'controls.unsaid',
  ])
})
