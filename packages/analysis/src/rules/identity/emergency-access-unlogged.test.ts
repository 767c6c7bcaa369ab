import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { emergencyAccessUnlogged } from './emergency-access-unlogged.ts'

const roles = [{ id: 'nurse', emergency: true }, { id: 'service' }]
const data = [{ id: 'records' }]
const functions = [{ id: 'deliver' }]

test('emergency-access-unlogged fires where the log leaves out what was seen', () => {
  const logging = { events: ['sign-in', 'command'] } as const
  assert.deepEqual(firing(emergencyAccessUnlogged, { roles, data, functions, logging }), ['roles.nurse'])
})

test('emergency-access-unlogged stays silent where all is logged, without PHI or functions, and where logging is not stated', () => {
  const full = { events: ['sign-in', 'command', 'phi-access'] } as const
  const both = ['roles.nurse', 'roles.service']
  assert.deepEqual(silentOn(emergencyAccessUnlogged, { roles, data, functions, logging: full }), both)
  assert.deepEqual(silentOn(emergencyAccessUnlogged, { roles, logging: { events: ['sign-in'] } }), both)
  assert.deepEqual(silentOn(emergencyAccessUnlogged, { roles, data, functions }), both)
})
