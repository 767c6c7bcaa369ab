import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { maintenanceNotDescribed } from './maintenance-not-described.ts'

test('maintenance-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(maintenanceNotDescribed, {}), ['device'])
})

test('maintenance-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    device: {
      supportUntil: '2035-01-01',
      disclosureContact: 'mail',
      urgentPatchDays: 30,
      regularPatchDays: 90,
    },
  }
  assert.deepEqual(firing(maintenanceNotDescribed, sound), [])
  assert.deepEqual(silentOn(maintenanceNotDescribed, sound), ['device'])
})
