import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { faultLeavesState } from './fault-leaves-state.ts'

test('fault-leaves-state fires on the element that breaks it', () => {
  assert.deepEqual(firing(faultLeavesState, { components: [{ id: 'monitor', onFault: 'undefined' }] }), [
    'components.monitor',
  ])
})

test('fault-leaves-state stays silent on a sound device', () => {
  const sound: DeviceParts = { components: [{ id: 'monitor', onFault: 'restarts' }, { id: 'unsaid' }] }
  assert.deepEqual(firing(faultLeavesState, sound), [])
  assert.deepEqual(silentOn(faultLeavesState, sound), ['components.monitor', 'components.unsaid'])
})
