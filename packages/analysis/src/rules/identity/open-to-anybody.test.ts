import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { openToAnybody } from './open-to-anybody.ts'

const components = [{ id: 'pump' }]
const soup = ['usb-stack']
const data = [
  { id: 'records' },
  { id: 'limits', kind: 'configuration' },
  { id: 'battery', kind: 'telemetry' },
] as const

test('open-to-anybody fires on patient data, on a configuration and on a plug that nobody is kept from', () => {
  const hits = firing(openToAnybody, {
    components,
    data,
    soup,
    interfaces: [
      { id: 'card', to: 'pump', reach: 'physical-open', carries: ['records'] },
      { id: 'web', to: 'pump', reach: 'ward-network', carries: ['battery', 'limits'] },
      { id: 'usb', to: 'pump', reach: 'physical-port', parsedBy: ['usb-stack'] },
    ],
  })
  assert.deepEqual(hits, ['interfaces.card', 'interfaces.web', 'interfaces.usb'])
})

test('open-to-anybody stays silent where callers are proven, where only telemetry is carried, and on shared files', () => {
  const parts = {
    components,
    data,
    controls: ['tls'],
    interfaces: [
      { id: 'web', to: 'pump', reach: 'ward-network', carries: ['records'], authentication: ['tls'] },
      { id: 'lamp', to: 'pump', reach: 'physical-port', carries: ['battery'] },
      { id: 'share', to: 'pump', reach: 'ward-network', carries: ['records'], protocol: 'smb' },
    ],
  } as const
  assert.deepEqual(firing(openToAnybody, parts), [])
  assert.deepEqual(silentOn(openToAnybody, parts), ['interfaces.web', 'interfaces.lamp', 'interfaces.share'])
})
