import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { functionSharesItsHost } from './function-shares-its-host.ts'

test('function-shares-its-host fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(functionSharesItsHost, {
      components: [
        { id: 'motor', host: 'board' },
        { id: 'web', host: 'board' },
      ],
      functions: [{ id: 'pump', component: 'motor' }],
      interfaces: [{ id: 'wifi', to: 'web', reach: 'ward-network' }],
    }),
    ['components.motor'],
  )
})

test('function-shares-its-host stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'motor', host: 'board', isolatedBy: ['sandbox'] },
      { id: 'web', host: 'board' },
      { id: 'valve' },
    ],
    functions: [
      { id: 'pump', component: 'motor' },
      { id: 'shut', component: 'valve' },
    ],
    interfaces: [{ id: 'wifi', to: 'web', reach: 'ward-network' }],
    controls: ['sandbox'],
  }
  assert.deepEqual(firing(functionSharesItsHost, sound), [])
  assert.deepEqual(silentOn(functionSharesItsHost, sound), ['components.motor', 'components.valve'])
})
