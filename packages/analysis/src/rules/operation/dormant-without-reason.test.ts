import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { dormantWithoutReason } from './dormant-without-reason.ts'

test('dormant-without-reason fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(dormantWithoutReason, {
      interfaces: [{ id: 'jtag', active: false, closedBy: ['fuse'] }],
    }),
    ['interfaces.jtag'],
  )
})

test('dormant-without-reason stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [{ id: 'uart', active: false, dormantReason: 'factory test' }, { id: 'live' }],
  }
  assert.deepEqual(firing(dormantWithoutReason, sound), [])
  assert.deepEqual(silentOn(dormantWithoutReason, sound), ['interfaces.uart'])
})
