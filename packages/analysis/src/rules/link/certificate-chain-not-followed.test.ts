import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { certificateChainNotFollowed } from './certificate-chain-not-followed.ts'

test('certificate-chain-not-followed fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(certificateChainNotFollowed, {
      controls: [{ id: 'lax', cryptography: { algorithm: 'tls', certificates: 'no-chain' } }],
    }),
    ['controls.lax'],
  )
})

test('certificate-chain-not-followed stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'tls', certificates: 'full' } },
      { id: 'blind', cryptography: { algorithm: 'tls', certificates: 'none' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(certificateChainNotFollowed, sound), [])
  assert.deepEqual(silentOn(certificateChainNotFollowed, sound), ['controls.sound', 'controls.blind'])
})
