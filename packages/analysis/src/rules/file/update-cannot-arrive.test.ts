import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { updateCannotArrive } from './update-cannot-arrive.ts'

test('update-cannot-arrive fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(updateCannotArrive, {
      components: [
        { id: 'motor', host: 'board' },
        { id: 'radio', host: 'module' },
      ],
      interfaces: [{ id: 'air', to: 'radio' }],
      updates: [{ id: 'u', interface: 'air', components: ['motor'] }],
    }),
    ['updates.u'],
  )
})

test('update-cannot-arrive stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'motor', host: 'board' },
      { id: 'courier', host: 'board' },
    ],
    interfaces: [{ id: 'air', to: 'courier' }],
    updates: [{ id: 'u', interface: 'air', components: ['motor'] }],
  }
  assert.deepEqual(firing(updateCannotArrive, sound), [])
  assert.deepEqual(silentOn(updateCannotArrive, sound), ['updates.u'])
})
