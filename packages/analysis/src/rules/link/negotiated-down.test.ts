import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { negotiatedDown } from './negotiated-down.ts'

test('negotiated-down fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(negotiatedDown, {
      controls: [
        { id: 'old', cryptography: { algorithm: 'tls', minimumVersion: '1.0' } },
        { id: 'older', cryptography: { algorithm: 'tls', minimumVersion: '1.1' } },
        { id: 'spoken', cryptography: { algorithm: 'TLS', minimumVersion: 'TLS 1.0' } },
        { id: 'short', cryptography: { algorithm: 'tls', minimumVersion: 'tlsv1.1' } },
        { id: 'ssl', cryptography: { algorithm: 'tls', minimumVersion: 'SSL 3' } },
        { id: 'wifi', cryptography: { algorithm: 'wpa-psk' } },
      ],
    }),
    ['controls.old', 'controls.older', 'controls.spoken', 'controls.short', 'controls.ssl', 'controls.wifi'],
  )
})

test('negotiated-down stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'tls', minimumVersion: '1.2' } },
      { id: 'new', cryptography: { algorithm: 'tls', minimumVersion: '1.3' } },
      { id: 'tunnel', cryptography: { algorithm: 'ipsec', minimumVersion: '1' } },
      { id: 'wpa', cryptography: { algorithm: 'wpa2-psk' } },
      { id: 'dashed', cryptography: { algorithm: 'wpa-2-psk' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(negotiatedDown, sound), [])
  assert.deepEqual(silentOn(negotiatedDown, sound), [
    'controls.sound',
    'controls.new',
    'controls.tunnel',
    'controls.wpa',
    'controls.dashed',
  ])
})
