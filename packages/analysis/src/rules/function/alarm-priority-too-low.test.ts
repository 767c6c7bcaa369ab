import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { alarmPriorityTooLow } from './alarm-priority-too-low.ts'

test('alarm-priority-too-low fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(alarmPriorityTooLow, {
      functions: [
        {
          id: 'f0',
          alarms: [
            {
              id: 'a',
              condition: 'c',
              priority: 'medium',
              raisedBy: 'motor',
              shownAt: ['motor', 'screen'],
              silencedThrough: ['panel'],
              longestSilence: 120_000,
            },
          ],
        },
      ],
    }),
    ['functions.f0'],
  )
})

test('alarm-priority-too-low stays silent on a sound device', () => {
  const sound: DeviceParts = {
    functions: [
      {
        id: 'f0',
        alarms: [
          {
            id: 'a',
            condition: 'c',
            priority: 'high',
            raisedBy: 'motor',
            shownAt: ['motor', 'screen'],
            silencedThrough: ['panel'],
            longestSilence: 120_000,
          },
          {
            id: 'b',
            condition: 'c',
            priority: 'low',
            raisedBy: 'motor',
            shownAt: ['motor', 'screen'],
            silencedThrough: ['panel'],
            longestSilence: 120_000,
          },
        ],
      },
      { id: 'f1' },
    ],
  }
  assert.deepEqual(firing(alarmPriorityTooLow, sound), [])
  assert.deepEqual(silentOn(alarmPriorityTooLow, sound), ['functions.f0', 'functions.f1'])
})
