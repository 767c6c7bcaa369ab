import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { patientDataNobodyReaches } from './patient-data-nobody-reaches.ts'

test('patient-data-nobody-reaches fires on the element that breaks it', () => {
  assert.deepEqual(firing(patientDataNobodyReaches, { data: [{ id: 'ecg' }] }), ['data.ecg'])
})

test('patient-data-nobody-reaches stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg' }, { id: 'glucose' }],
    interfaces: [{ id: 'screen', carries: ['ecg'] }],
    functions: [{ id: 'dose', inputs: ['glucose'] }],
  }
  assert.deepEqual(firing(patientDataNobodyReaches, sound), [])
  assert.deepEqual(silentOn(patientDataNobodyReaches, sound), ['data.ecg', 'data.glucose'])
})
