import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { reachWiderThanMeant } from './reach-wider-than-meant.ts'

test('reach-wider-than-meant fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(reachWiderThanMeant, {
      interfaces: [
        { id: 'viewer', reach: 'internet', meantFor: 'hospital-network' },
        { id: 'bus', reach: 'physical-port', meantFor: 'internal' },
      ],
    }),
    ['interfaces.viewer', 'interfaces.bus'],
  )
})

test('reach-wider-than-meant stays silent on a sound device', () => {
  const sound: DeviceParts = {
    interfaces: [
      { id: 'same', reach: 'ward-network', meantFor: 'ward-network' },
      { id: 'less', reach: 'wireless', meantFor: 'internet' },
      { id: 'unsaid', reach: 'internet' },
    ],
  }
  assert.deepEqual(firing(reachWiderThanMeant, sound), [])
  assert.deepEqual(silentOn(reachWiderThanMeant, sound), [
    'interfaces.same',
    'interfaces.less',
    'interfaces.unsaid',
  ])
})
