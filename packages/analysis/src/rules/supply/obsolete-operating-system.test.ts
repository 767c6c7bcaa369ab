import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { obsoleteOperatingSystem } from './obsolete-operating-system.ts'

test('obsolete-operating-system fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(obsoleteOperatingSystem, {
      soup: [
        { id: 's0', kind: 'operating-system', endOfSupport: '2020-01-14' },
        { id: 's1', kind: 'operating-system', support: 'abandoned' },
      ],
    }),
    ['soup.s0', 'soup.s1'],
  )
})

test('obsolete-operating-system stays silent on a sound device', () => {
  const sound: DeviceParts = {
    soup: [
      { id: 's0', kind: 'operating-system', endOfSupport: '2030-01-01' },
      { id: 's1', kind: 'library', endOfSupport: '2020-01-01' },
    ],
  }
  assert.deepEqual(firing(obsoleteOperatingSystem, sound), [])
  assert.deepEqual(silentOn(obsoleteOperatingSystem, sound), ['soup.s0'])
})
