import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { openDebugPort } from './open-debug-port.ts'

const now = Date.UTC(2026, 0, 1)

test('open-debug-port fires once on the element that breaks it', () => {
  const hits = openDebugPort.check(
    device({ interfaces: [{ id: 'jtag', reach: 'physical-open', use: 'debug' }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['interfaces.jtag'],
  )
})

test('open-debug-port stays silent on a sound device', () => {
  assert.deepEqual(
    openDebugPort.check(
      device({
        interfaces: [
          { id: 'jtag', reach: 'physical-open', use: 'debug', active: false, closedBy: ['fuse'] },
          { id: 'ehr', reach: 'hospital-network' },
        ],
      }),
      now,
    ),
    [],
  )
})
