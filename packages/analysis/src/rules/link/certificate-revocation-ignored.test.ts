import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { certificateRevocationIgnored } from './certificate-revocation-ignored.ts'

test('certificate-revocation-ignored fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(certificateRevocationIgnored, {
      controls: [{ id: 'lax', cryptography: { algorithm: 'tls', certificates: 'no-revocation' } }],
    }),
    ['controls.lax'],
  )
})

test('certificate-revocation-ignored stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'tls', certificates: 'full' } },
      { id: 'blind', cryptography: { algorithm: 'tls', certificates: 'none' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(certificateRevocationIgnored, sound), [])
  assert.deepEqual(silentOn(certificateRevocationIgnored, sound), ['controls.sound', 'controls.blind'])
})
