import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { componentNotDescribed } from './component-not-described.ts'

test('component-not-described fires on the element that breaks it', () => {
  assert.deepEqual(firing(componentNotDescribed, { components: [{ id: 'c0' }] }), ['components.c0'])
})

test('component-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      {
        id: 'c0',
        languages: ['rust'],
        privileges: 'user',
        loads: 'absolute-paths',
        debugFeatures: 'removed',
        onFault: 'restarts',
      },
    ],
  }
  assert.deepEqual(firing(componentNotDescribed, sound), [])
  assert.deepEqual(silentOn(componentNotDescribed, sound), ['components.c0'])
})
