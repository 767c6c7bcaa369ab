import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { roleNotDescribed } from './role-not-described.ts'

const components = [{ id: 'app' }]
const panel = { id: 'panel', to: 'app', reach: 'physical-port' } as const

test('role-not-described fires once on a role that leaves something out', () => {
  const roles = [{ id: 'nurse', kind: 'clinician', factors: 2 }, { id: 'service' }] as const
  const interfaces = [{ ...panel, roles: ['nurse', 'service'] }]
  assert.deepEqual(firing(roleNotDescribed, { components, roles, interfaces }), [
    'roles.nurse',
    'roles.service',
  ])
  const diagnostics = [{ id: 'logs', interface: 'panel', roles: ['service'] }]
  assert.deepEqual(firing(roleNotDescribed, { components, roles, interfaces: [panel], diagnostics }), [
    'roles.service',
  ])
})

test('role-not-described stays silent on a described role, and on one that never touches the device', () => {
  const roles = [
    { id: 'nurse', kind: 'clinician', factors: 2, emergency: true },
    { id: 'service', factors: 2 },
    { id: 'release-manager' },
  ] as const
  const interfaces = [{ ...panel, roles: ['nurse', 'service'] }]
  assert.deepEqual(firing(roleNotDescribed, { components, roles, interfaces }), [])
  const looked = ['roles.nurse', 'roles.service', 'roles.release-manager']
  assert.deepEqual(silentOn(roleNotDescribed, { components, roles, interfaces }), looked)
})
