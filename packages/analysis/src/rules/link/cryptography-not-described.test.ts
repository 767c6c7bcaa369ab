import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { cryptographyNotDescribed } from './cryptography-not-described.ts'

test('cryptography-not-described fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(cryptographyNotDescribed, {
      interfaces: [{ id: 'link', reach: 'ward-network', protection: ['tunnel'] }],
      controls: [{ id: 'tunnel', kind: 'encryption' }],
    }),
    ['controls.tunnel'],
  )
})

test('cryptography-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [{ id: 'link', reach: 'ward-network', protection: ['tls', 'cable'] }],
    controls: [
      { id: 'tls', kind: 'encryption', cryptography: { algorithm: 'tls' } },
      { id: 'cable', kind: 'physical' },
      { id: 'unused', kind: 'encryption' },
    ],
  }
  assert.deepEqual(firing(cryptographyNotDescribed, sound), [])
  assert.deepEqual(silentOn(cryptographyNotDescribed, sound), ['controls.tls'])
})
