import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { onlyCopy } from './only-copy.ts'

test('only-copy fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(onlyCopy, {
      data: [{ id: 'd0', at: ['a'] }],
      components: [{ id: 'a', storage: { media: 'internal', encryption: 'vault' } }],
    }),
    ['data.d0'],
  )
})

test('only-copy stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [
      { id: 'd0', at: ['a', 'ehr'] },
      { id: 'd1', at: ['a'] },
      { id: 'd2', at: ['ram'] },
    ],
    components: [
      { id: 'a', storage: { media: 'internal', encryption: 'vault' } },
      { id: 'ehr', external: true },
      { id: 'ram' },
    ],
    backups: [{ id: 'b', of: ['d1'] }],
  }
  assert.deepEqual(firing(onlyCopy, sound), [])
  assert.deepEqual(silentOn(onlyCopy, sound), ['data.d0', 'data.d1', 'data.d2'])
})
