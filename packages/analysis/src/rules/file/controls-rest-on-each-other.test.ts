import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlsRestOnEachOther } from './controls-rest-on-each-other.ts'

test('controls-rest-on-each-other fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(controlsRestOnEachOther, {
      controls: [
        { id: 'a', restsOn: { soup: [], keys: [], roles: [], controls: ['b'] } },
        { id: 'b', restsOn: { soup: [], keys: [], roles: [], controls: ['a'] } },
      ],
    }),
    ['controls.a', 'controls.b'],
  )
})

test('controls-rest-on-each-other stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'a', restsOn: { soup: [], keys: [], roles: [], controls: ['b'] } },
      { id: 'c', restsOn: { soup: [], keys: [], roles: [], controls: ['b'] } },
      'b',
    ],
  }
  assert.deepEqual(firing(controlsRestOnEachOther, sound), [])
  assert.deepEqual(silentOn(controlsRestOnEachOther, sound), ['controls.a', 'controls.c', 'controls.b'])
})
