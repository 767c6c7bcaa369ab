import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { unsafeSearchPath } from './unsafe-search-path.ts'

test('unsafe-search-path fires on the element that breaks it', () => {
  assert.deepEqual(firing(unsafeSearchPath, { components: [{ id: 'viewer', loads: 'search-path' }] }), [
    'components.viewer',
  ])
})

test('unsafe-search-path stays silent on a sound device', () => {
  const sound: DeviceParts = { components: [{ id: 'viewer', loads: 'absolute-paths' }, { id: 'unsaid' }] }
  assert.deepEqual(firing(unsafeSearchPath, sound), [])
  assert.deepEqual(silentOn(unsafeSearchPath, sound), ['components.viewer', 'components.unsaid'])
})
