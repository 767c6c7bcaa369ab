import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { sharedTemporaryFiles } from './shared-temporary-files.ts'

test('shared-temporary-files fires on the element that breaks it', () => {
  assert.deepEqual(firing(sharedTemporaryFiles, { components: [{ id: 'app', temporaryFiles: 'shared' }] }), [
    'components.app',
  ])
})

test('shared-temporary-files stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'app', temporaryFiles: 'private' },
      { id: 'none', temporaryFiles: 'none' },
      { id: 'unsaid' },
    ],
  }
  assert.deepEqual(firing(sharedTemporaryFiles, sound), [])
  assert.deepEqual(silentOn(sharedTemporaryFiles, sound), [
    'components.app',
    'components.none',
    'components.unsaid',
  ])
})
