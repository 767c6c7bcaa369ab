import test from 'node:test'
import assert from 'node:assert/strict'
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
    }),
    [],
  )
})
