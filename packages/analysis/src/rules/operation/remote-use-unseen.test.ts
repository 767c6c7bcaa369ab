import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { remoteUseUnseen } from './remote-use-unseen.ts'

test('remote-use-unseen fires on the element that breaks it', () => {
  assert.deepEqual(firing(remoteUseUnseen, { diagnostics: [{ id: 'd0', access: 'remote', shown: false }] }), [
    'diagnostics.d0',
  ])
})

test('remote-use-unseen stays silent on a sound device', () => {
  const sound: DeviceParts = {
    diagnostics: [
      { id: 'd0', access: 'remote', shown: true },
      { id: 'd1', access: 'remote' },
      { id: 'd2', access: 'local', shown: false },
    ],
  }
  assert.deepEqual(firing(remoteUseUnseen, sound), [])
  assert.deepEqual(silentOn(remoteUseUnseen, sound), ['diagnostics.d0', 'diagnostics.d1', 'diagnostics.d2'])
})
