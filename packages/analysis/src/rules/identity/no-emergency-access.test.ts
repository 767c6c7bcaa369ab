import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { noEmergencyAccess } from './no-emergency-access.ts'

const command = (...roles: string[]) =>
  ({ id: 'start', parameters: {}, roles, confirm: 'none', states: [] }) as const
const functions = [{ id: 'deliver', commands: [command('nurse', 'physician')] }]
const nurse = { id: 'nurse', kind: 'clinician' } as const
const physician = { id: 'physician', kind: 'clinician' } as const

test('no-emergency-access fires where every clinician is stated to have none', () => {
  const roles = [
    { ...nurse, emergency: false },
    { ...physician, emergency: false },
  ]
  assert.deepEqual(firing(noEmergencyAccess, { functions, roles }), ['functions.deliver'])
})

test('no-emergency-access stays silent where one has it, where it is not stated, and where machines command', () => {
  for (const roles of [
    [
      { ...nurse, emergency: true },
      { ...physician, emergency: false },
    ],
    [{ ...nurse, emergency: false }, physician],
    [{ ...nurse, kind: 'operator' as const }],
  ])
    assert.deepEqual(silentOn(noEmergencyAccess, { functions, roles }), ['functions.deliver'])
})
