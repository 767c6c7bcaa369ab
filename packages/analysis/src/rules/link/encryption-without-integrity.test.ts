import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { encryptionWithoutIntegrity } from './encryption-without-integrity.ts'

test('encryption-without-integrity fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(encryptionWithoutIntegrity, {
      controls: [{ id: 'cbc', cryptography: { algorithm: 'aes-128-cbc', authenticated: false } }],
    }),
    ['controls.cbc'],
  )
})

test('encryption-without-integrity stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'aes-256-gcm', authenticated: true } },
      { id: 'disk', cryptography: { algorithm: 'aes-256-xts', authenticated: false } },
      { id: 'unsaid', cryptography: { algorithm: 'tls' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(encryptionWithoutIntegrity, sound), [])
  assert.deepEqual(silentOn(encryptionWithoutIntegrity, sound), [
    'controls.sound',
    'controls.disk',
    'controls.unsaid',
  ])
})
