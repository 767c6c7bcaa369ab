import test from 'node:test'
import assert from 'node:assert/strict'
import type { Alarm } from '@pericard/model'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { alarmSilencedFromAfar } from './alarm-silenced-from-afar.ts'

const alarm = (...silencedThrough: string[]): Alarm => ({
  id: 'occlusion',
  condition: 'occlusion',
  priority: 'high',
  raisedBy: 'motor',
  shownAt: ['screen'],
  silencedThrough,
})
const interfaces = [
  { id: 'panel', reach: 'physical-port' },
  { id: 'bus' },
  { id: 'station', reach: 'ward-network' },
  { id: 'radio', reach: 'wireless' },
] as const

test('alarm-silenced-from-afar fires where a network or the air silences an alarm', () => {
  const far: DeviceParts = {
    functions: [
      { id: 'f0', alarms: [alarm('panel', 'station')] },
      { id: 'f1', alarms: [alarm('radio')] },
    ],
    interfaces,
  }
  assert.deepEqual(firing(alarmSilencedFromAfar, far), ['functions.f0', 'functions.f1'])
})

test('alarm-silenced-from-afar stays silent where an alarm is silenced at the device or not at all', () => {
  const sound: DeviceParts = {
    functions: [{ id: 'f0', alarms: [alarm('panel', 'bus')] }, { id: 'f1', alarms: [alarm()] }, { id: 'f2' }],
    interfaces,
  }
  assert.deepEqual(firing(alarmSilencedFromAfar, sound), [])
  assert.deepEqual(silentOn(alarmSilencedFromAfar, sound), ['functions.f0', 'functions.f1', 'functions.f2'])
})
