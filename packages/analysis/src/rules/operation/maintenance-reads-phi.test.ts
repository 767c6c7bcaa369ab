import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { maintenanceReadsPhi } from './maintenance-reads-phi.ts'

test('maintenance-reads-phi fires on the element that breaks it', () => {
  assert.deepEqual(firing(maintenanceReadsPhi, { diagnostics: [{ id: 'd0', allows: ['read-phi'] }] }), [
    'diagnostics.d0',
  ])
})

test('maintenance-reads-phi stays silent on a sound device', () => {
  const sound: DeviceParts = {
    diagnostics: [
      { id: 'd0', allows: ['read-phi'], approvedBy: ['hospital'] },
      { id: 'd1', allows: ['read-logs'] },
      { id: 'd2', allows: ['read-phi'], roles: ['nurse'] },
    ],
    roles: [{ id: 'nurse', kind: 'clinician' }],
    controls: ['hospital'],
  }
  assert.deepEqual(firing(maintenanceReadsPhi, sound), [])
  assert.deepEqual(silentOn(maintenanceReadsPhi, sound), [
    'diagnostics.d0',
    'diagnostics.d1',
    'diagnostics.d2',
  ])
})
