import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { stageUnprotected } from './stage-unprotected.ts'

test('stage-unprotected fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(stageUnprotected, {
      stages: [{ id: 'g0', stage: 'manufacturing', components: ['app'] }],
      controls: ['locked'],
    }),
    ['stages.g0'],
  )
})

test('stage-unprotected stays silent on a sound device', () => {
  const sound: DeviceParts = {
    stages: [{ id: 'g0', stage: 'manufacturing', components: ['app'], protectedBy: ['locked'] }],
    controls: ['locked'],
  }
  assert.deepEqual(firing(stageUnprotected, sound), [])
  assert.deepEqual(silentOn(stageUnprotected, sound), ['stages.g0'])
})
