import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing } from '../../../test/rules.ts'
import { unsignedUpdate } from './unsigned-update.ts'

test('unsigned-update fires once on the element that breaks it', () => {
  const hits = firing(unsignedUpdate, { updates: [{ id: 'firmware', signedWith: ['k'] }] })
  assert.deepEqual(hits, ['updates.firmware'])
})

test('unsigned-update stays silent on a sound device', () => {
  assert.deepEqual(
    firing(unsignedUpdate, {
      updates: [{ id: 'firmware', verifiedBy: ['signature'], signedWith: ['k'] }],
      controls: ['signature'],
    }),
    [],
  )
})

test('unsigned-update fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    updates: [{ id: 'u0', verifiedBy: ['promise'], signedWith: ['k'] }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(unsignedUpdate, promise), ['updates.u0'])
})
