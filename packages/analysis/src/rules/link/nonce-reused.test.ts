import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { nonceReused } from './nonce-reused.ts'

test('nonce-reused fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(nonceReused, {
      controls: [
        { id: 'fixed', cryptography: { algorithm: 'aes-256-gcm', nonces: 'fixed' } },
        { id: 'none', cryptography: { algorithm: 'aes-ctr', nonces: 'none' } },
      ],
    }),
    ['controls.fixed', 'controls.none'],
  )
})

test('nonce-reused stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'aes-256-gcm', nonces: 'counter' } },
      { id: 'unsaid', cryptography: { algorithm: 'tls' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(nonceReused, sound), [])
  assert.deepEqual(silentOn(nonceReused, sound), ['controls.sound', 'controls.unsaid'])
})
