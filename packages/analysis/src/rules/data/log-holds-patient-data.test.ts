import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { logHoldsPatientData } from './log-holds-patient-data.ts'

test('log-holds-patient-data fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(logHoldsPatientData, {
      data: [
        { id: 'd0', kind: 'log', contains: ['d1'] },
        { id: 'd1' },
        { id: 'd2', kind: 'log', elements: ['event', 'patient name'] },
      ],
    }),
    ['data.d0', 'data.d2'],
  )
})

test('log-holds-patient-data stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [
      { id: 'd0', kind: 'log', elements: ['event', 'time'], contains: ['d1'] },
      { id: 'd1', kind: 'telemetry' },
    ],
  }
  assert.deepEqual(firing(logHoldsPatientData, sound), [])
  assert.deepEqual(silentOn(logHoldsPatientData, sound), ['data.d0'])
})
