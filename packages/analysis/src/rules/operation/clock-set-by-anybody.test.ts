import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { clockSetByAnybody } from './clock-set-by-anybody.ts'

test('clock-set-by-anybody fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(clockSetByAnybody, {
      hosts: [{ id: 'h0', clock: 'unauthenticated-network' }],
      controls: ['line'],
    }),
    ['hosts.h0'],
  )
})

test('clock-set-by-anybody stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [{ id: 'h0', clock: 'authenticated-network' }, { id: 'h1' }, { id: 'h2', clock: 'none' }],
    controls: ['line'],
  }
  assert.deepEqual(firing(clockSetByAnybody, sound), [])
  assert.deepEqual(silentOn(clockSetByAnybody, sound), ['hosts.h0', 'hosts.h1', 'hosts.h2'])
})
