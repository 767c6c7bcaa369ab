import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { keysInClearAtAStage } from './keys-in-clear-at-a-stage.ts'

test('keys-in-clear-at-a-stage fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(keysInClearAtAStage, {
      keys: [{ id: 'tls' }],
      stages: [{ id: 'g0', stage: 'manufacturing', keys: ['tls'] }],
    }),
    ['stages.g0'],
  )
})

test('keys-in-clear-at-a-stage stays silent on a sound device', () => {
  const sound: DeviceParts = {
    keys: [{ id: 'tls' }],
    stages: [
      { id: 'g0', stage: 'manufacturing' },
      { id: 'g1', stage: 'decommissioning', keys: ['tls'] },
    ],
  }
  assert.deepEqual(firing(keysInClearAtAStage, sound), [])
  assert.deepEqual(silentOn(keysInClearAtAStage, sound), ['stages.g0', 'stages.g1'])
})
