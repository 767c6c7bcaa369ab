import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { remoteShell } from './remote-shell.ts'

test('remote-shell fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(remoteShell, { diagnostics: [{ id: 'd0', allows: ['shell'], access: 'remote' }] }),
    ['diagnostics.d0'],
  )
})

test('remote-shell stays silent on a sound device', () => {
  const sound: DeviceParts = {
    diagnostics: [
      { id: 'd0', allows: ['read-logs'], access: 'remote' },
      { id: 'd1', allows: ['shell'], access: 'physical-presence' },
    ],
  }
  assert.deepEqual(firing(remoteShell, sound), [])
  assert.deepEqual(silentOn(remoteShell, sound), ['diagnostics.d0', 'diagnostics.d1'])
})
