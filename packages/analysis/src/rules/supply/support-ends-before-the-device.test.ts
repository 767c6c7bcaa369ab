import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { supportEndsBeforeTheDevice } from './support-ends-before-the-device.ts'

test('support-ends-before-the-device fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(supportEndsBeforeTheDevice, {
      device: { supportUntil: '2030-01-01' },
      soup: [{ id: 's0', endOfSupport: '2026-06-01' }],
    }),
    ['soup.s0'],
  )
})

test('support-ends-before-the-device stays silent on a sound device', () => {
  const sound: DeviceParts = {
    device: { supportUntil: '2030-01-01' },
    soup: [{ id: 's0', endOfSupport: '2031-01-01' }, { id: 's1' }, { id: 's2', endOfSupport: '2028-01-01' }],
  }
  assert.deepEqual(firing(supportEndsBeforeTheDevice, sound), [])
  assert.deepEqual(silentOn(supportEndsBeforeTheDevice, sound), ['soup.s0', 'soup.s1', 'soup.s2'])
})
