import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { sensitiveDataInClear } from './sensitive-data-in-clear.ts'

test('sensitive-data-in-clear fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(sensitiveDataInClear, {
      data: [{ id: 'pins', kind: 'credential' }],
      interfaces: [
        { id: 'telnet', reach: 'ward-network', carries: ['pins'] },
        { id: 'summed', reach: 'ward-network', carries: ['pins'], protection: ['sum'] },
      ],
      controls: [{ id: 'sum', kind: 'integrity' }],
    }),
    ['interfaces.telnet', 'interfaces.summed'],
  )
})

test('sensitive-data-in-clear stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [
      { id: 'pins', kind: 'credential' },
      { id: 'health', kind: 'telemetry' },
    ],
    interfaces: [
      { id: 'ssh', reach: 'ward-network', carries: ['pins'], protection: ['ssh'] },
      { id: 'bus', carries: ['pins'] },
      { id: 'status', reach: 'ward-network', carries: ['health'] },
    ],
    controls: ['ssh'],
  }
  assert.deepEqual(firing(sensitiveDataInClear, sound), [])
  assert.deepEqual(silentOn(sensitiveDataInClear, sound), ['interfaces.ssh'])
})
