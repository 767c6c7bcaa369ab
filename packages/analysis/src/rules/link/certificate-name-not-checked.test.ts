import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { certificateNameNotChecked } from './certificate-name-not-checked.ts'

test('certificate-name-not-checked fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(certificateNameNotChecked, {
      controls: [{ id: 'lax', cryptography: { algorithm: 'tls', certificates: 'no-name' } }],
    }),
    ['controls.lax'],
  )
})

test('certificate-name-not-checked stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'tls', certificates: 'full' } },
      { id: 'blind', cryptography: { algorithm: 'tls', certificates: 'none' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(certificateNameNotChecked, sound), [])
  assert.deepEqual(silentOn(certificateNameNotChecked, sound), ['controls.sound', 'controls.blind'])
})
