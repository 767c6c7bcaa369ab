import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { logKeptForEver } from './log-kept-for-ever.ts'

test('log-kept-for-ever fires on the element that breaks it', () => {
  assert.deepEqual(firing(logKeptForEver, { data: [{ id: 'd0', kind: 'log', keep: 'forever' }] }), [
    'data.d0',
  ])
})

test('log-kept-for-ever stays silent on a sound device', () => {
  const sound: DeviceParts = { data: [{ id: 'd0', kind: 'log', keep: 1000 }] }
  assert.deepEqual(firing(logKeptForEver, sound), [])
  assert.deepEqual(silentOn(logKeptForEver, sound), ['data.d0'])
})
