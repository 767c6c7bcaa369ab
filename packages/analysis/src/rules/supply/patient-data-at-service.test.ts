import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { patientDataAtService } from './patient-data-at-service.ts'

test('patient-data-at-service fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(patientDataAtService, { data: [{ id: 'ecg' }], stages: [{ id: 'g0', data: ['ecg'] }] }),
    ['stages.g0'],
  )
})

test('patient-data-at-service stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg' }],
    stages: [{ id: 'g0' }, { id: 'g1', stage: 'delivery', data: ['ecg'] }],
  }
  assert.deepEqual(firing(patientDataAtService, sound), [])
  assert.deepEqual(silentOn(patientDataAtService, sound), ['stages.g0'])
})
