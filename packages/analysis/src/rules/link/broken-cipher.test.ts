import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { brokenCipher } from './broken-cipher.ts'

test('broken-cipher fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(brokenCipher, {
      controls: [
        { id: 'old', cryptography: { algorithm: '3DES-CBC' } },
        { id: 'radio', cryptography: { algorithm: 'WEP' } },
        { id: 'stream', cryptography: { algorithm: 'rc4' } },
      ],
    }),
    ['controls.old', 'controls.radio', 'controls.stream'],
  )
})

test('broken-cipher stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'aes-256-gcm' } },
      { id: 'name', cryptography: { algorithm: 'desmodromic-256' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(brokenCipher, sound), [])
  assert.deepEqual(silentOn(brokenCipher, sound), ['controls.sound', 'controls.name'])
})
