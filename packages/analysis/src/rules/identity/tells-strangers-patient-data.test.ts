import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { tellsStrangersPatientData } from './tells-strangers-patient-data.ts'

const components = [{ id: 'app' }]
const link = { id: 'link', to: 'app', reach: 'ward-network' } as const

test('tells-strangers-patient-data fires where patient data is told before sign-in', () => {
  const interfaces = [{ ...link, tellsStrangers: 'patient-data' }] as const
  assert.deepEqual(firing(tellsStrangersPatientData, { components, interfaces }), ['interfaces.link'])
})

test('tells-strangers-patient-data stays silent on less, and where it is not stated', () => {
  for (const each of [link, { ...link, tellsStrangers: 'configuration' } as const])
    assert.deepEqual(silentOn(tellsStrangersPatientData, { components, interfaces: [each] }), [
      'interfaces.link',
    ])
})
