import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { slowHeartbeat } from './slow-heartbeat.ts'

test('slow-heartbeat fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(slowHeartbeat, { functions: [{ id: 'f0', program: { path: 'p', heartbeatMs: 10_001 } }] }),
    ['functions.f0'],
  )
})

test('slow-heartbeat stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [{ id: 'f0', program: { path: 'p', heartbeatMs: 10_000 } }, { id: 'f1' }],
  }
  assert.deepEqual(firing(slowHeartbeat, sound), [])
  assert.deepEqual(silentOn(slowHeartbeat, sound), ['functions.f0', 'functions.f1'])
})
