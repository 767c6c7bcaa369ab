import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceFile } from '@pericard/model'
import { device } from '../test/device.ts'
import { findingsOf, silencesOf } from './findings.ts'

const now = Date.UTC(2026, 0, 1)

const file = device({
  components: [{ id: 'app' }, { id: 'browser', external: true }],
  data: [
    { id: 'records', at: ['app'] },
    { id: 'limits', kind: 'configuration', at: ['app'] },
  ],
  functions: [
    { id: 'deliver', component: 'app' },
    { id: 'alarm', component: 'app' },
  ],
  interfaces: [
    {
      id: 'front',
      to: 'app',
      reach: 'internet',
      authentication: ['word'],
      roles: ['nurse', 'clerk'],
      commands: ['deliver', 'alarm'],
    },
    {
      id: 'side',
      to: 'app',
      reach: 'ward-network',
      authentication: ['word'],
      roles: ['clerk'],
      commands: ['deliver'],
    },
    {
      id: 'back',
      to: 'app',
      reach: 'wireless',
      carries: ['records', 'limits'],
      commands: ['deliver', 'alarm'],
    },
  ],
  keys: [{ id: 'shared', kind: 'password', scope: 'fleet', storedBy: 'firmware', roles: ['nurse', 'clerk'] }],
  roles: [
    { id: 'nurse', kind: 'clinician', individual: false, factors: 1 },
    { id: 'clerk', individual: false, factors: 1 },
  ],
  controls: [{ id: 'word', restsOn: { soup: [], keys: ['shared'], roles: [], controls: [] } }],
})

/** The same file with every list the other way round. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed).reverse() as T
  if (typeof value !== 'object' || value === null || value instanceof Map) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, reversed(field)])) as T
}

test('findings and silences are the same, word for word, however the file is arranged', () => {
  const other: DeviceFile = reversed(file)
  assert.notDeepEqual(other.interfaces, file.interfaces)
  const findings = findingsOf(file, now)
  assert.ok(findings.length > 10)
  assert.deepEqual(findingsOf(other, now), findings)
  assert.deepEqual(silencesOf(other, now), silencesOf(file, now))
})
