import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { checksumAsAuthenticity } from './checksum-as-authenticity.ts'

test('checksum-as-authenticity fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(checksumAsAuthenticity, {
      controls: [
        { id: 'frame', cryptography: { algorithm: 'crc-16' } },
        { id: 'sum', cryptography: { algorithm: 'checksum' } },
      ],
    }),
    ['controls.frame', 'controls.sum'],
  )
})

test('checksum-as-authenticity stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [{ id: 'sound', cryptography: { algorithm: 'hmac-sha-256' } }, 'plain'],
  }
  assert.deepEqual(firing(checksumAsAuthenticity, sound), [])
  assert.deepEqual(silentOn(checksumAsAuthenticity, sound), ['controls.sound'])
})
