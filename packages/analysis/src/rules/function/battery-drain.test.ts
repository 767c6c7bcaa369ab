import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { batteryDrain } from './battery-drain.ts'

test('battery-drain fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(batteryDrain, {
      hosts: [{ id: 'can', power: 'implant' }],
      components: [{ id: 'pacer', host: 'can' }],
      interfaces: [{ id: 'rf', to: 'pacer', reach: 'wireless' }],
    }),
    ['interfaces.rf'],
  )
})

test('battery-drain stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [
      { id: 'can', power: 'implant' },
      { id: 'wall', power: 'mains' },
    ],
    components: [
      { id: 'pacer', host: 'can' },
      { id: 'hub', host: 'wall' },
    ],
    interfaces: [
      { id: 'rf', to: 'pacer', reach: 'wireless', floodBy: ['pause'] },
      { id: 'wifi', to: 'hub', reach: 'wireless' },
      { id: 'off', to: 'pacer', reach: 'wireless', active: false },
      { id: 'wand', to: 'pacer', reach: 'physical-port' },
    ],
    controls: ['pause'],
  }
  assert.deepEqual(firing(batteryDrain, sound), [])
  assert.deepEqual(silentOn(batteryDrain, sound), ['interfaces.rf', 'interfaces.wifi', 'interfaces.off'])
})
