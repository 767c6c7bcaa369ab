import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { unsignedUpdate } from './unsigned-update.ts'

test('unsigned-update fires once on the element that breaks it', () => {
  const hits = firing(unsignedUpdate, { updates: [{ id: 'firmware', signedWith: ['k'] }] })
  assert.deepEqual(hits, ['updates.firmware'])
})

test('unsigned-update stays silent on a sound device', () => {
  assert.deepEqual(
    firing(unsignedUpdate, { updates: [{ id: 'firmware', verifiedBy: ['signature'], signedWith: ['k'] }] }),
    [],
  )
})
