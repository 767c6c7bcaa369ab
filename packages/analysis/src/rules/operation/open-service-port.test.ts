import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { openServicePort } from './open-service-port.ts'

test('open-service-port fires on a connector for service without sign-in, and on a dormant one that nothing shuts', () => {
  const open: DeviceParts = {
    components: [{ id: 'app' }],
    interfaces: [
      { id: 'rs-232', to: 'app', reach: 'physical-port', use: 'service' },
      { id: 'promised', to: 'app', reach: 'physical-port', use: 'monitoring', authentication: ['paper'] },
      { id: 'pads', to: 'app', reach: 'physical-open', active: false },
    ],
    controls: [{ id: 'paper', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(openServicePort, open), [
    'interfaces.rs-232',
    'interfaces.promised',
    'interfaces.pads',
  ])
})

test('open-service-port stays silent on protected and clinical connectors, and leaves updates and debug to their rules', () => {
  const sound: DeviceParts = {
    components: [{ id: 'app' }, { id: 'ehr', external: true }],
    interfaces: [
      { id: 'rs-232', to: 'app', reach: 'physical-port', use: 'service', authentication: ['pin'] },
      { id: 'pads', to: 'app', reach: 'physical-open', active: false, closedBy: ['fuse'] },
      { id: 'keyboard', to: 'app', reach: 'physical-port' },
      { id: 'stick', to: 'app', reach: 'physical-port', use: 'update' },
      { id: 'jtag', to: 'app', reach: 'physical-open', use: 'debug' },
      { id: 'wifi', to: 'app', reach: 'ward-network', use: 'service' },
      { id: 'theirs', to: 'ehr', reach: 'physical-port', use: 'service' },
    ],
    controls: ['pin', 'fuse'],
  }
  assert.deepEqual(firing(openServicePort, sound), [])
  assert.deepEqual(silentOn(openServicePort, sound), [
    'interfaces.rs-232',
    'interfaces.pads',
    'interfaces.keyboard',
    'interfaces.stick',
  ])
})
