import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { cleartextPhiInTransit } from './cleartext-phi-in-transit.ts'

const now = Date.UTC(2026, 0, 1)

test('cleartext-phi-in-transit fires once on the element that breaks it', () => {
  const hits = cleartextPhiInTransit.check(
    device({
      data: [{ id: 'ecg' }],
      interfaces: [{ id: 'ftp', reach: 'hospital-network', carries: ['ecg'] }],
    }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['interfaces.ftp'],
  )
})

test('cleartext-phi-in-transit stays silent on a sound device', () => {
  assert.deepEqual(
    cleartextPhiInTransit.check(
      device({
        data: [{ id: 'ecg' }, { id: 'clock', kind: 'telemetry' }],
        interfaces: [
          { id: 'https', reach: 'hospital-network', carries: ['ecg'], protection: ['tls'] },
          { id: 'bus', carries: ['ecg'] },
          { id: 'ntp', reach: 'internet', carries: ['clock'] },
        ],
      }),
      now,
    ),
    [],
  )
})
