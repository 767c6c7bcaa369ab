import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { certificateNotChecked } from './certificate-not-checked.ts'

test('certificate-not-checked fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(certificateNotChecked, {
      controls: [{ id: 'blind', cryptography: { algorithm: 'tls', certificates: 'none' } }],
    }),
    ['controls.blind'],
  )
})

test('certificate-not-checked stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'tls', certificates: 'full' } },
      { id: 'partly', cryptography: { algorithm: 'tls', certificates: 'no-name' } },
      { id: 'unsaid', cryptography: { algorithm: 'tls' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(certificateNotChecked, sound), [])
  assert.deepEqual(silentOn(certificateNotChecked, sound), [
    'controls.sound',
    'controls.partly',
    'controls.unsaid',
  ])
})
