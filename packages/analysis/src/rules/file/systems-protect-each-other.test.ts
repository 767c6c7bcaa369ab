import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { systemsProtectEachOther } from './systems-protect-each-other.ts'

test('systems-protect-each-other fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(systemsProtectEachOther, {
      components: [
        { id: 'a', external: true, protectedBy: ['x'] },
        { id: 'b', external: true, protectedBy: ['y'] },
      ],
      controls: [
        { id: 'x', at: 'b' },
        { id: 'y', at: 'a' },
      ],
    }),
    ['components.a', 'components.b'],
  )
})

test('systems-protect-each-other stays silent on a sound device', () => {
  const sound: DeviceParts = {
    components: [
      { id: 'a', external: true, protectedBy: ['x'] },
      { id: 'b', external: true, protectedBy: ['y'] },
    ],
    controls: [
      { id: 'x', at: 'b' },
      { id: 'y', at: 'b' },
    ],
  }
  assert.deepEqual(firing(systemsProtectEachOther, sound), [])
  assert.deepEqual(silentOn(systemsProtectEachOther, sound), ['components.a', 'components.b'])
})
