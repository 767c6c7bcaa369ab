import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { certificateExpiryIgnored } from './certificate-expiry-ignored.ts'

test('certificate-expiry-ignored fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(certificateExpiryIgnored, {
      controls: [{ id: 'lax', cryptography: { algorithm: 'tls', certificates: 'no-expiry' } }],
    }),
    ['controls.lax'],
  )
})

test('certificate-expiry-ignored stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'tls', certificates: 'full' } },
      { id: 'blind', cryptography: { algorithm: 'tls', certificates: 'none' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(certificateExpiryIgnored, sound), [])
  assert.deepEqual(silentOn(certificateExpiryIgnored, sound), ['controls.sound', 'controls.blind'])
})
