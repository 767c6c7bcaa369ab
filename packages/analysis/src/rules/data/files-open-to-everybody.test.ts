import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { filesOpenToEverybody } from './files-open-to-everybody.ts'

test('files-open-to-everybody fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(filesOpenToEverybody, {
      data: [{ id: 'ecg', at: ['c0'] }],
      components: [
        { id: 'c0', storage: { media: 'internal', encryption: 'vault', permissions: 'everyone' } },
      ],
    }),
    ['components.c0'],
  )
})

test('files-open-to-everybody stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg', at: ['c0', 'c1', 'c2'] }],
    components: [
      { id: 'c0', storage: { media: 'internal', encryption: 'vault', permissions: 'owner' } },
      { id: 'c1', storage: { media: 'internal', encryption: 'vault' } },
      { id: 'c2' },
    ],
  }
  assert.deepEqual(firing(filesOpenToEverybody, sound), [])
  assert.deepEqual(silentOn(filesOpenToEverybody, sound), ['components.c0', 'components.c1'])
})
