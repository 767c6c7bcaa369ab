import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { serviceFunctionForAnyone } from './service-function-for-anyone.ts'

test('service-function-for-anyone fires on a shell and on commands that are for no role', () => {
  const hits = firing(serviceFunctionForAnyone, {
    diagnostics: [{ id: 'shell', allows: ['shell'] }],
    monitoring: [{ id: 'remote', allows: ['read-logs', 'command'] }],
  })
  assert.deepEqual(hits, ['diagnostics.shell', 'monitoring.remote'])
})

test('service-function-for-anyone stays silent where a role is named, and where it only reads', () => {
  const parts = {
    roles: [{ id: 'technician' }],
    diagnostics: [{ id: 'shell', allows: ['shell'], roles: ['technician'] }],
    monitoring: [{ id: 'health', allows: ['read-telemetry'] }],
  } as const
  assert.deepEqual(firing(serviceFunctionForAnyone, parts), [])
  assert.deepEqual(silentOn(serviceFunctionForAnyone, parts), ['diagnostics.shell', 'monitoring.health'])
})
