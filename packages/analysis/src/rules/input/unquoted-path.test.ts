import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { unquotedPath } from './unquoted-path.ts'

test('unquoted-path fires on the element that breaks it', () => {
  assert.deepEqual(firing(unquotedPath, { components: [{ id: 'service', loads: 'unquoted-paths' }] }), [
    'components.service',
  ])
})

test('unquoted-path stays silent on a sound device', () => {
  const sound: DeviceParts = { components: [{ id: 'service', loads: 'absolute-paths' }, { id: 'unsaid' }] }
  assert.deepEqual(firing(unquotedPath, sound), [])
  assert.deepEqual(silentOn(unquotedPath, sound), ['components.service', 'components.unsaid'])
})
