import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { oneEndAuthenticates } from './one-end-authenticates.ts'

test('one-end-authenticates fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(oneEndAuthenticates, {
      data: [{ id: 'ecg' }],
      interfaces: [
        { id: 'half', reach: 'ward-network', carries: ['ecg'], authenticates: 'sender' },
        { id: 'none', reach: 'wireless', carries: ['ecg'], authenticates: 'neither' },
      ],
    }),
    ['interfaces.half', 'interfaces.none'],
  )
})

test('one-end-authenticates stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg' }],
    interfaces: [
      { id: 'both', reach: 'ward-network', carries: ['ecg'], authenticates: 'both-ends' },
      { id: 'unsaid', reach: 'ward-network', carries: ['ecg'] },
      { id: 'cable', reach: 'physical-port', carries: ['ecg'], authenticates: 'sender' },
      { id: 'empty', reach: 'ward-network', authenticates: 'neither' },
    ],
  }
  assert.deepEqual(firing(oneEndAuthenticates, sound), [])
  assert.deepEqual(silentOn(oneEndAuthenticates, sound), ['interfaces.both', 'interfaces.unsaid'])
})
