import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { cleartextPhiInTransit } from './cleartext-phi-in-transit.ts'

test('cleartext-phi-in-transit fires once on the element that breaks it', () => {
  const hits = firing(cleartextPhiInTransit, {
    data: [{ id: 'ecg' }],
    interfaces: [{ id: 'ftp', reach: 'hospital-network', carries: ['ecg'] }],
  })
  assert.deepEqual(hits, ['interfaces.ftp'])
})

test('cleartext-phi-in-transit stays silent on a sound device', () => {
  assert.deepEqual(
    firing(cleartextPhiInTransit, {
      data: [{ id: 'ecg' }, { id: 'clock', kind: 'telemetry' }],
      interfaces: [
        { id: 'https', reach: 'hospital-network', carries: ['ecg'], protection: ['tls'] },
        { id: 'bus', carries: ['ecg'] },
        { id: 'ntp', reach: 'internet', carries: ['clock'] },
      ],
    }),
    [],
  )
})
