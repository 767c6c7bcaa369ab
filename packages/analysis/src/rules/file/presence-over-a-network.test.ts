import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { presenceOverANetwork } from './presence-over-a-network.ts'

test('presence-over-a-network fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(presenceOverANetwork, {
      interfaces: [{ id: 'vpn', reach: 'internet' }],
      diagnostics: [{ id: 'd', interface: 'vpn', access: 'physical-presence' }],
    }),
    ['diagnostics.d'],
  )
})

test('presence-over-a-network stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [
      { id: 'vpn', reach: 'internet' },
      { id: 'usb', reach: 'physical-port' },
    ],
    diagnostics: [
      { id: 'd', interface: 'usb', access: 'physical-presence' },
      { id: 'e', interface: 'vpn', access: 'remote' },
      { id: 'f', interface: 'vpn', access: 'physical-presence', approvedBy: ['switch'] },
    ],
  }
  assert.deepEqual(firing(presenceOverANetwork, sound), [])
  assert.deepEqual(silentOn(presenceOverANetwork, sound), ['diagnostics.d', 'diagnostics.e', 'diagnostics.f'])
})
