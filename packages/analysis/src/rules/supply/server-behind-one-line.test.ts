import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { serverBehindOneLine } from './server-behind-one-line.ts'

test('server-behind-one-line fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(serverBehindOneLine, {
      components: [{ id: 'c0', kind: 'server', external: true, protectedBy: ['password'] }],
      controls: ['password'],
    }),
    ['components.c0'],
  )
})

test('server-behind-one-line stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'c0', kind: 'server', external: true, protectedBy: ['password', 'token'] },
      { id: 'c1' },
    ],
    controls: ['password', 'token'],
  }
  assert.deepEqual(firing(serverBehindOneLine, sound), [])
  assert.deepEqual(silentOn(serverBehindOneLine, sound), ['components.c0'])
})
