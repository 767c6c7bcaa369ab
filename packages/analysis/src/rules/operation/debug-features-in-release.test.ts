import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { debugFeaturesInRelease } from './debug-features-in-release.ts'

test('debug-features-in-release fires on the element that breaks it', () => {
  assert.deepEqual(firing(debugFeaturesInRelease, { components: [{ id: 'c0', debugFeatures: 'present' }] }), [
    'components.c0',
  ])
})

test('debug-features-in-release stays silent on a sound device', () => {
  const sound: DeviceParts = { components: [{ id: 'c0', debugFeatures: 'removed' }, { id: 'c1' }] }
  assert.deepEqual(firing(debugFeaturesInRelease, sound), [])
  assert.deepEqual(silentOn(debugFeaturesInRelease, sound), ['components.c0', 'components.c1'])
})
