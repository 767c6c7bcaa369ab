import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { dormantNotShut } from './dormant-not-shut.ts'

test('dormant-not-shut fires on a dormant network interface that nothing, or only a promise, keeps shut', () => {
  const open: DeviceParts = {
    interfaces: [
      { id: 'telnet', reach: 'ward-network', active: false },
      { id: 'ftp', reach: 'hospital-network', active: false, closedBy: ['paper'] },
    ],
    controls: [{ id: 'paper', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(dormantNotShut, open), ['interfaces.telnet', 'interfaces.ftp'])
})

test('dormant-not-shut stays silent on what is shut, active, for debug or at a connector', () => {
  const sound: DeviceParts = {
    interfaces: [
      { id: 'telnet', reach: 'ward-network', active: false, closedBy: ['build'] },
      { id: 'https', reach: 'ward-network' },
      { id: 'gdb', reach: 'ward-network', active: false, use: 'debug' },
      { id: 'pads', reach: 'physical-open', active: false },
    ],
    controls: ['build'],
  }
  assert.deepEqual(firing(dormantNotShut, sound), [])
  assert.deepEqual(silentOn(dormantNotShut, sound), ['interfaces.telnet'])
})
