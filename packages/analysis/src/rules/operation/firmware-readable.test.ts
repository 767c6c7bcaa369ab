import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { firmwareReadable } from './firmware-readable.ts'

test('firmware-readable fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(firmwareReadable, {
      hosts: [{ id: 'h0', readout: 'open' }],
      controls: ['line'],
    }),
    ['hosts.h0'],
  )
})

test('firmware-readable stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [{ id: 'h0', readout: 'blocked' }, { id: 'h1' }],
    controls: ['line'],
  }
  assert.deepEqual(firing(firmwareReadable, sound), [])
  assert.deepEqual(silentOn(firmwareReadable, sound), ['hosts.h0', 'hosts.h1'])
})
