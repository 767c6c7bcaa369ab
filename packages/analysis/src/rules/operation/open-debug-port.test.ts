import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing } from '../../../test/rules.ts'
import { openDebugPort } from './open-debug-port.ts'

test('open-debug-port fires once on the element that breaks it', () => {
  const hits = firing(openDebugPort, { interfaces: [{ id: 'jtag', reach: 'physical-open', use: 'debug' }] })
  assert.deepEqual(hits, ['interfaces.jtag'])
})

test('open-debug-port stays silent on a sound device', () => {
  assert.deepEqual(
    firing(openDebugPort, {
      interfaces: [
        { id: 'jtag', reach: 'physical-open', use: 'debug', active: false, closedBy: ['fuse'] },
        { id: 'ehr', reach: 'hospital-network' },
      ],
      controls: ['fuse'],
    }),
    [],
  )
})

test('open-debug-port fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    interfaces: [{ id: 'jtag', reach: 'physical-open', use: 'debug', active: false, closedBy: ['promise'] }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(openDebugPort, promise), ['interfaces.jtag'])
})
