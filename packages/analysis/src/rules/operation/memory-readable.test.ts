import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { memoryReadable } from './memory-readable.ts'

test('memory-readable fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(memoryReadable, {
      hosts: [{ id: 'h0' }],
      components: [{ id: 'app', host: 'h0' }],
      data: [{ id: 'ecg', at: ['app'] }],
    }),
    ['hosts.h0'],
  )
})

test('memory-readable stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [{ id: 'h0', memoryBy: ['line'] }, { id: 'h1' }],
    components: [{ id: 'app', host: 'h0' }],
    data: [{ id: 'ecg', at: ['app'] }],
    controls: ['line'],
  }
  assert.deepEqual(firing(memoryReadable, sound), [])
  assert.deepEqual(silentOn(memoryReadable, sound), ['hosts.h0', 'hosts.h1'])
})
