import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { patientDataAtUnprotectedSystem } from './patient-data-at-unprotected-system.ts'

test('patient-data-at-unprotected-system fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(patientDataAtUnprotectedSystem, {
      data: [{ id: 'ecg', at: ['c0'] }],
      components: [{ id: 'c0', external: true }],
    }),
    ['components.c0'],
  )
})

test('patient-data-at-unprotected-system stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg', at: ['c0', 'c1'] }],
    components: [{ id: 'c0', external: true, protectedBy: ['ward'] }, { id: 'c1' }],
  }
  assert.deepEqual(firing(patientDataAtUnprotectedSystem, sound), [])
  assert.deepEqual(silentOn(patientDataAtUnprotectedSystem, sound), ['components.c0'])
})
