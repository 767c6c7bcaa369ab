import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { portableMediaOneLine } from './portable-media-one-line.ts'

test('portable-media-one-line fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(portableMediaOneLine, {
      data: [{ id: 'ecg', at: ['c0'] }],
      components: [{ id: 'c0', storage: { media: 'portable', encryption: 'vault' } }],
    }),
    ['components.c0'],
  )
})

test('portable-media-one-line stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg', at: ['c0', 'c1', 'c2'] }],
    components: [
      { id: 'c0', storage: { media: 'portable', encryption: ['vault', 'disk'] } },
      { id: 'c1', storage: { media: 'removable', encryption: 'none' } },
      { id: 'c2' },
    ],
  }
  assert.deepEqual(firing(portableMediaOneLine, sound), [])
  assert.deepEqual(silentOn(portableMediaOneLine, sound), ['components.c0', 'components.c1'])
})
