import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { hostNotDescribed } from './host-not-described.ts'

test('host-not-described fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(hostNotDescribed, {
      components: [
        { id: 'a', host: 'board' },
        { id: 'b', host: 'board' },
      ],
    }),
    ['components.a'],
  )
})

test('host-not-described stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [{ id: 'board' }],
    components: [
      { id: 'a', host: 'board' },
      { id: 'ehr', external: true },
    ],
  }
  assert.deepEqual(firing(hostNotDescribed, sound), [])
  assert.deepEqual(silentOn(hostNotDescribed, sound), ['components.a'])
})
