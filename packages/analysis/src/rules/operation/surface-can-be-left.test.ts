import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { surfaceCanBeLeft } from './surface-can-be-left.ts'

test('surface-can-be-left fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(surfaceCanBeLeft, {
      components: [
        { id: 'c0', surface: 'desktop' },
        { id: 'c1', surface: 'kiosk' },
      ],
    }),
    ['components.c0', 'components.c1'],
  )
})

test('surface-can-be-left stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'c0', surface: 'kiosk', kioskBy: ['shell'] },
      { id: 'c1', surface: 'none' },
      { id: 'c2' },
    ],
    controls: ['shell'],
  }
  assert.deepEqual(firing(surfaceCanBeLeft, sound), [])
  assert.deepEqual(silentOn(surfaceCanBeLeft, sound), ['components.c0', 'components.c1', 'components.c2'])
})

test('surface-can-be-left fires where the control that is named is enforced by nobody', () => {
  const promise: DeviceParts = {
    components: [{ id: 'c0', surface: 'kiosk', kioskBy: ['promise'] }],
    controls: [{ id: 'promise', enforcement: { by: 'nobody' } }],
  }
  assert.deepEqual(firing(surfaceCanBeLeft, promise), ['components.c0'])
})
