import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { fleetSecretOnDevices } from './fleet-secret-on-devices.ts'

test('fleet-secret-on-devices fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(fleetSecretOnDevices, {
      components: [{ id: 'app' }],
      keys: [{ id: 'k0', scope: 'fleet', storedBy: 'vault', at: ['app'] }],
    }),
    ['keys.k0'],
  )
})

test('fleet-secret-on-devices stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [{ id: 'app' }, { id: 'server', external: true }],
    keys: [
      { id: 'k0', scope: 'device', at: ['app'] },
      { id: 'k1', scope: 'fleet', at: ['server'] },
      { id: 'k2', scope: 'fleet', storedBy: 'tpm', at: ['app'] },
    ],
  }
  assert.deepEqual(firing(fleetSecretOnDevices, sound), [])
  assert.deepEqual(silentOn(fleetSecretOnDevices, sound), ['keys.k0', 'keys.k1', 'keys.k2'])
})
