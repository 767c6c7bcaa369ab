import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { roleWithoutCommand } from './role-without-command.ts'

const command = { id: 'start', parameters: {}, roles: ['nurse'], confirm: 'none', states: [] } as const
const parts = {
  components: [{ id: 'pump' }],
  functions: [{ id: 'deliver', component: 'pump', commands: [command] }],
  roles: [{ id: 'nurse' }, { id: 'visitor' }],
} as const
const panel = { id: 'panel', to: 'pump', reach: 'physical-port', commands: ['deliver'] } as const

test('role-without-command fires on an interface that lets a visitor near commands', () => {
  const interfaces = [{ ...panel, roles: ['nurse', 'visitor'] }]
  assert.deepEqual(firing(roleWithoutCommand, { ...parts, interfaces }), ['interfaces.panel'])
})

test('role-without-command stays silent where each request is checked, where all roles command, and without commands', () => {
  const interfaces = [
    { ...panel, id: 'a', roles: ['nurse', 'visitor'], authorizes: 'each-request' },
    { ...panel, id: 'b', roles: ['nurse'] },
    { ...panel, id: 'c', roles: ['visitor'], commands: [] },
  ] as const
  assert.deepEqual(firing(roleWithoutCommand, { ...parts, interfaces }), [])
  const looked = ['interfaces.a', 'interfaces.b', 'interfaces.c']
  assert.deepEqual(silentOn(roleWithoutCommand, { ...parts, interfaces }), looked)
})
