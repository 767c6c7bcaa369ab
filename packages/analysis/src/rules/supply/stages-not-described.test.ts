import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { stagesNotDescribed } from './stages-not-described.ts'

test('stages-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(stagesNotDescribed, {}), ['device'])
})

test('stages-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    stages: [
      { id: 'a', stage: 'development' },
      { id: 'b', stage: 'manufacturing' },
      { id: 'c', stage: 'delivery' },
      { id: 'd', stage: 'decommissioning' },
    ],
  }
  assert.deepEqual(firing(stagesNotDescribed, sound), [])
  assert.deepEqual(silentOn(stagesNotDescribed, sound), ['device'])
})
