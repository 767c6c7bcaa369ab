import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { unusedFeaturesPresent } from './unused-features-present.ts'

test('unused-features-present fires on the element that breaks it', () => {
  assert.deepEqual(firing(unusedFeaturesPresent, { soup: [{ id: 's0', unusedFeatures: 'present' }] }), [
    'soup.s0',
  ])
})

test('unused-features-present stays silent on a sound device', () => {
  const sound: DeviceParts = { soup: [{ id: 's0', unusedFeatures: 'removed' }, { id: 's1' }] }
  assert.deepEqual(firing(unusedFeaturesPresent, sound), [])
  assert.deepEqual(silentOn(unusedFeaturesPresent, sound), ['soup.s0', 'soup.s1'])
})
