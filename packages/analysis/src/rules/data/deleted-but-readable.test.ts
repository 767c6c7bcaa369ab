import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { deletedButReadable } from './deleted-but-readable.ts'

test('deleted-but-readable fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(deletedButReadable, {
      data: [{ id: 'ecg', at: ['c0', 'c1'] }],
      components: [
        { id: 'c0', storage: { media: 'internal', encryption: 'vault', deletion: 'unlinking' } },
        { id: 'c1', storage: { media: 'internal', encryption: 'vault', deletion: 'none' } },
      ],
    }),
    ['components.c0', 'components.c1'],
  )
})

test('deleted-but-readable stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg', at: ['c0', 'c1', 'c2'] }],
    components: [
      { id: 'c0', storage: { media: 'internal', encryption: 'vault', deletion: 'key-destruction' } },
      { id: 'c1', storage: { media: 'internal', encryption: 'vault' } },
      { id: 'c2' },
    ],
  }
  assert.deepEqual(firing(deletedButReadable, sound), [])
  assert.deepEqual(silentOn(deletedButReadable, sound), ['components.c0', 'components.c1'])
})
