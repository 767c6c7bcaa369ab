import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { fullStorageUndefined } from './full-storage-undefined.ts'

test('full-storage-undefined fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(fullStorageUndefined, {
      data: [{ id: 'ecg', at: ['c0', 'c1'] }],
      components: [
        { id: 'c0', storage: { media: 'internal', encryption: 'vault', whenFull: 'stops' } },
        { id: 'c1', storage: { media: 'internal', encryption: 'vault', whenFull: 'undefined' } },
      ],
    }),
    ['components.c0', 'components.c1'],
  )
})

test('full-storage-undefined stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg', at: ['c0', 'c1', 'c2'] }],
    components: [
      { id: 'c0', storage: { media: 'internal', encryption: 'vault', whenFull: 'refuses-new' } },
      { id: 'c1', storage: { media: 'internal', encryption: 'vault' } },
      { id: 'c2' },
    ],
  }
  assert.deepEqual(firing(fullStorageUndefined, sound), [])
  assert.deepEqual(silentOn(fullStorageUndefined, sound), ['components.c0', 'components.c1'])
})
