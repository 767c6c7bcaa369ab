import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { imageReadable } from './image-readable.ts'

test('image-readable fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(imageReadable, { keys: [{ id: 'psk', storedBy: 'firmware' }], updates: [{ id: 'u0' }] }),
    ['updates.u0'],
  )
})

test('image-readable stays silent on a sound device', () => {
  const sound: DeviceParts = { keys: [{ id: 'psk', storedBy: 'tpm' }], updates: [{ id: 'u0' }] }
  assert.deepEqual(firing(imageReadable, sound), [])
  assert.deepEqual(silentOn(imageReadable, sound), ['updates.u0'])
})
