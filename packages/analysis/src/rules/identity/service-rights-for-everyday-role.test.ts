import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { serviceRightsForEverydayRole } from './service-rights-for-everyday-role.ts'

const roles = [{ id: 'nurse', kind: 'clinician' }, { id: 'technician' }] as const

test('service-rights-for-everyday-role fires on a clinician who may configure', () => {
  const diagnostics = [{ id: 'menu', allows: ['configure'], roles: ['technician', 'nurse'] }] as const
  assert.deepEqual(firing(serviceRightsForEverydayRole, { roles, diagnostics }), ['diagnostics.menu'])
})

test('service-rights-for-everyday-role stays silent on technicians, and on a clinician who only reads', () => {
  const diagnostics = [
    { id: 'menu', allows: ['shell'], roles: ['technician'] },
    { id: 'trend', allows: ['read-telemetry'], roles: ['nurse'] },
  ] as const
  assert.deepEqual(firing(serviceRightsForEverydayRole, { roles, diagnostics }), [])
  const looked = ['diagnostics.menu', 'diagnostics.trend']
  assert.deepEqual(silentOn(serviceRightsForEverydayRole, { roles, diagnostics }), looked)
})
