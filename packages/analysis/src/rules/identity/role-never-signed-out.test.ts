import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { roleNeverSignedOut } from './role-never-signed-out.ts'

const components = [{ id: 'app' }]
const roles = [{ id: 'nurse' }]
const controls = ['badge']
const panel = {
  id: 'panel',
  to: 'app',
  reach: 'physical-port',
  commands: ['deliver'],
  roles: ['nurse'],
  authentication: ['badge'],
} as const

test('role-never-signed-out fires on a role that commands and that nothing signs out', () => {
  assert.deepEqual(firing(roleNeverSignedOut, { components, controls, roles, interfaces: [panel] }), [
    'roles.nurse',
  ])
  const longest = { ...panel, sessionRules: { longest: 3_600_000 } }
  assert.deepEqual(firing(roleNeverSignedOut, { components, controls, roles, interfaces: [longest] }), [
    'roles.nurse',
  ])
})

test('role-never-signed-out stays silent where role or session ends it, and where nothing is at stake', () => {
  for (const parts of [
    { roles: [{ id: 'nurse', signOutAfter: 60_000 }], interfaces: [panel] },
    { roles, interfaces: [{ ...panel, sessionRules: { idle: 60_000 } }] },
    { roles, interfaces: [{ ...panel, commands: [] }] },
    { roles, interfaces: [{ ...panel, authentication: [] }] },
  ])
    assert.deepEqual(silentOn(roleNeverSignedOut, { components, controls, ...parts }), ['roles.nurse'])
})
