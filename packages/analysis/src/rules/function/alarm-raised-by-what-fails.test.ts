import test from 'node:test'
import assert from 'node:assert/strict'
import type { Alarm } from '@pericard/model'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { alarmRaisedByWhatFails } from './alarm-raised-by-what-fails.ts'

const alarm = (id: string, raisedBy: string): Alarm => ({
  id,
  condition: 'occlusion',
  priority: 'high',
  raisedBy,
  shownAt: ['screen'],
  silencedThrough: [],
})

test('alarm-raised-by-what-fails fires where every alarm comes from the component itself', () => {
  const alone: DeviceParts = {
    functions: [{ id: 'f0', component: 'motor', alarms: [alarm('a', 'motor'), alarm('b', 'motor')] }],
  }
  assert.deepEqual(firing(alarmRaisedByWhatFails, alone), ['functions.f0'])
})

test('alarm-raised-by-what-fails stays silent with a second source, a supervised path, no alarm or little harm', () => {
  const sound: DeviceParts = {
    functions: [
      { id: 'f0', component: 'motor', alarms: [alarm('a', 'motor'), alarm('b', 'watcher')] },
      { id: 'f1', component: 'motor', alarms: [{ ...alarm('a', 'motor'), supervised: true }] },
      { id: 'f2', component: 'motor' },
      { id: 'f3', component: 'motor', harm: 'minor', alarms: [alarm('a', 'motor')] },
    ],
  }
  assert.deepEqual(firing(alarmRaisedByWhatFails, sound), [])
  assert.deepEqual(silentOn(alarmRaisedByWhatFails, sound), [
    'functions.f0',
    'functions.f1',
    'functions.f2',
    'functions.f3',
  ])
})
