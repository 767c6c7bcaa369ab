import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { soupOfUnknownOrigin } from './soup-of-unknown-origin.ts'

test('soup-of-unknown-origin fires on the element that breaks it', () => {
  assert.deepEqual(firing(soupOfUnknownOrigin, { soup: [{ id: 's0', source: 'unknown' }] }), ['soup.s0'])
})

test('soup-of-unknown-origin stays silent on a sound device', () => {
  const sound: DeviceParts = { soup: [{ id: 's0', source: 'maker' }, { id: 's1' }] }
  assert.deepEqual(firing(soupOfUnknownOrigin, sound), [])
  assert.deepEqual(silentOn(soupOfUnknownOrigin, sound), ['soup.s0', 'soup.s1'])
})
