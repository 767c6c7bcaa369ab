import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { inputNotValidated } from './input-not-validated.ts'

test('input-not-validated fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(inputNotValidated, {
      components: [{ id: 'app' }],
      interfaces: [{ id: 'wifi', to: 'app', reach: 'ward-network' }],
    }),
    ['interfaces.wifi'],
  )
})

test('input-not-validated stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [{ id: 'app' }, { id: 'ehr', external: true }],
    interfaces: [
      { id: 'wifi', to: 'app', reach: 'ward-network', validation: ['schema'] },
      { id: 'bus', to: 'app' },
      { id: 'export', from: 'app', to: 'ehr', reach: 'internet' },
    ],
    controls: ['schema'],
  }
  assert.deepEqual(firing(inputNotValidated, sound), [])
  assert.deepEqual(silentOn(inputNotValidated, sound), ['interfaces.wifi'])
})
