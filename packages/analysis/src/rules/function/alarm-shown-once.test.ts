import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { alarmShownOnce } from './alarm-shown-once.ts'

test('alarm-shown-once fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(alarmShownOnce, {
      functions: [
        {
          id: 'f0',
          alarms: [
            {
              id: 'a',
              condition: 'c',
              priority: 'high',
              raisedBy: 'motor',
              shownAt: ['screen'],
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

test('alarm-shown-once stays silent on a sound device', () => {
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
            shownAt: ['screen'],
            supervised: true,
            silencedThrough: ['panel'],
            longestSilence: 120_000,
          },
        ],
      },
      { id: 'f1' },
    ],
  }
  assert.deepEqual(firing(alarmShownOnce, sound), [])
  assert.deepEqual(silentOn(alarmShownOnce, sound), ['functions.f0', 'functions.f1'])
})
