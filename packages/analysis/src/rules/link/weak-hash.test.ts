import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { weakHash } from './weak-hash.ts'

test('weak-hash fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(weakHash, {
      controls: [
        { id: 'seal', cryptography: { algorithm: 'md5' } },
        { id: 'old', cryptography: { algorithm: 'rsa with SHA1' } },
      ],
    }),
    ['controls.seal', 'controls.old'],
  )
})

test('weak-hash stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'sound', cryptography: { algorithm: 'sha-256' } },
      { id: 'later', cryptography: { algorithm: 'sha-128x' } },
      'plain',
    ],
  }
  assert.deepEqual(firing(weakHash, sound), [])
  assert.deepEqual(silentOn(weakHash, sound), ['controls.sound', 'controls.later'])
})
