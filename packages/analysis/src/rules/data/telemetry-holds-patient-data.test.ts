import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { telemetryHoldsPatientData } from './telemetry-holds-patient-data.ts'

test('telemetry-holds-patient-data fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(telemetryHoldsPatientData, {
      data: [{ id: 'd0', kind: 'telemetry', contains: ['d1'] }, { id: 'd1' }],
    }),
    ['data.d0'],
  )
})

test('telemetry-holds-patient-data stays silent on a sound device', () => {
  const sound: DeviceParts = { data: [{ id: 'd0', kind: 'telemetry' }, { id: 'd1' }] }
  assert.deepEqual(firing(telemetryHoldsPatientData, sound), [])
  assert.deepEqual(silentOn(telemetryHoldsPatientData, sound), ['data.d0'])
})
