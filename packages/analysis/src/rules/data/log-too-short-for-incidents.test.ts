import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { logTooShortForIncidents } from './log-too-short-for-incidents.ts'

test('log-too-short-for-incidents fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(logTooShortForIncidents, { data: [{ id: 'd0', kind: 'log', keep: 29 * 86_400_000 }] }),
    ['data.d0'],
  )
})

test('log-too-short-for-incidents stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [
      { id: 'd0', kind: 'log', keep: 30 * 86_400_000 },
      { id: 'd1', kind: 'log', keep: 'forever' },
    ],
  }
  assert.deepEqual(firing(logTooShortForIncidents, sound), [])
  assert.deepEqual(silentOn(logTooShortForIncidents, sound), ['data.d0', 'data.d1'])
})
