import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { controlCannotDoThat } from './control-cannot-do-that.ts'

test('control-cannot-do-that fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(controlCannotDoThat, {
      controls: [{ id: 'log', kind: 'logging' }],
      interfaces: [{ id: 'i', protection: ['log'] }],
    }),
    ['controls.log'],
  )
})

test('control-cannot-do-that stays silent on a sound device', () => {
  const sound: DeviceParts = {
    controls: [
      { id: 'tls', kind: 'encryption' },
      { id: 'log', kind: 'logging' },
    ],
    interfaces: [{ id: 'i', protection: ['tls'], authentication: ['tls'] }],
  }
  assert.deepEqual(firing(controlCannotDoThat, sound), [])
  assert.deepEqual(silentOn(controlCannotDoThat, sound), ['controls.tls', 'controls.log'])
})
