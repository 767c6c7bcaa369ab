import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { settingsCanBeChangedAtRest } from './settings-can-be-changed-at-rest.ts'

test('settings-can-be-changed-at-rest fires on the element that breaks it', () => {
  assert.deepEqual(firing(settingsCanBeChangedAtRest, { data: [{ id: 'd0', kind: 'configuration' }] }), [
    'data.d0',
  ])
})

test('settings-can-be-changed-at-rest stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'd0', kind: 'configuration', integrityBy: ['signature'] }],
    controls: ['signature'],
  }
  assert.deepEqual(firing(settingsCanBeChangedAtRest, sound), [])
  assert.deepEqual(silentOn(settingsCanBeChangedAtRest, sound), ['data.d0'])
})
