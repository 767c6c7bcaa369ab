import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { dataOpenToAnybody } from './data-open-to-anybody.ts'

const components = [{ id: 'pump' }]
const data = [
  { id: 'records' },
  { id: 'limits', kind: 'configuration' },
  { id: 'battery', kind: 'telemetry' },
] as const

test('data-open-to-anybody fires on patient data and on a configuration that nobody is kept from', () => {
  const hits = firing(dataOpenToAnybody, {
    components,
    data,
    interfaces: [
      { id: 'card', to: 'pump', reach: 'physical-open', carries: ['records'] },
      { id: 'web', to: 'pump', reach: 'ward-network', carries: ['battery', 'limits'] },
    ],
  })
  assert.deepEqual(hits, ['interfaces.card', 'interfaces.web'])
})

test('data-open-to-anybody stays silent where callers are proven, and where only telemetry is carried', () => {
  const parts = {
    components,
    data,
    controls: ['tls'],
    interfaces: [
      { id: 'web', to: 'pump', reach: 'ward-network', carries: ['records'], authentication: ['tls'] },
      { id: 'lamp', to: 'pump', reach: 'physical-port', carries: ['battery'] },
    ],
  } as const
  assert.deepEqual(firing(dataOpenToAnybody, parts), [])
  assert.deepEqual(silentOn(dataOpenToAnybody, parts), ['interfaces.web', 'interfaces.lamp'])
})
