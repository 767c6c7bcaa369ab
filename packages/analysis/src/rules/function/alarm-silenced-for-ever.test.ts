import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { alarmSilencedForEver } from './alarm-silenced-for-ever.ts'

test('alarm-silenced-for-ever fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(alarmSilencedForEver, {
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
            },
          ],
        },
      ],
    }),
    ['functions.f0'],
  )
})

test('alarm-silenced-for-ever stays silent on a sound device', () => {
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
        ],
      },
      { id: 'f1' },
    ],
  }
  assert.deepEqual(firing(alarmSilencedForEver, sound), [])
  assert.deepEqual(silentOn(alarmSilencedForEver, sound), ['functions.f0', 'functions.f1'])
})
