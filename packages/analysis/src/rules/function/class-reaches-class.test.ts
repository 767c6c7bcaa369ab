import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { classReachesClass } from './class-reaches-class.ts'

test('class-reaches-class fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(classReachesClass, {
      components: [
        { id: 'screen', class: 'A' },
        { id: 'motor', class: 'C' },
      ],
      interfaces: [{ id: 'bus', from: 'screen', to: 'motor' }],
    }),
    ['interfaces.bus'],
  )
})

test('class-reaches-class stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'screen', class: 'A' },
      { id: 'motor', class: 'C' },
      { id: 'ehr', external: true },
    ],
    interfaces: [
      { id: 'bus', from: 'screen', to: 'motor', validation: ['schema'] },
      { id: 'back', from: 'motor', to: 'screen' },
      { id: 'out', from: 'screen', to: 'ehr' },
    ],
    controls: ['schema'],
  }
  assert.deepEqual(firing(classReachesClass, sound), [])
  assert.deepEqual(silentOn(classReachesClass, sound), ['interfaces.bus', 'interfaces.back'])
})
