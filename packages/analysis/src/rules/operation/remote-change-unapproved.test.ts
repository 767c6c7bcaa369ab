import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { remoteChangeUnapproved } from './remote-change-unapproved.ts'

test('remote-change-unapproved fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(remoteChangeUnapproved, { diagnostics: [{ id: 'd0', allows: ['configure'], access: 'remote' }] }),
    ['diagnostics.d0'],
  )
})

test('remote-change-unapproved stays silent on a sound device', () => {
  const sound: DeviceParts = {
    diagnostics: [
      { id: 'd0', allows: ['configure'], access: 'remote', approvedBy: ['switch'] },
      { id: 'd1', allows: ['read-logs'], access: 'remote' },
      { id: 'd2', allows: ['command'], access: 'local' },
      { id: 'd3', allows: ['shell'], access: 'remote' },
    ],
    controls: ['switch'],
  }
  assert.deepEqual(firing(remoteChangeUnapproved, sound), [])
  assert.deepEqual(silentOn(remoteChangeUnapproved, sound), [
    'diagnostics.d0',
    'diagnostics.d1',
    'diagnostics.d2',
    'diagnostics.d3',
  ])
})

test('remote-change-unapproved fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    diagnostics: [{ id: 'd0', allows: ['command'], access: 'remote', approvedBy: ['promise'] }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(remoteChangeUnapproved, promise), ['diagnostics.d0'])
})
