import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { soupNotVerified } from './soup-not-verified.ts'

test('soup-not-verified fires on the element that breaks it', () => {
  assert.deepEqual(firing(soupNotVerified, { soup: [{ id: 's0', verified: 'none' }] }), ['soup.s0'])
})

test('soup-not-verified stays silent on a sound device', () => {
  const sound: DeviceParts = { soup: [{ id: 's0', verified: 'hash' }, { id: 's1' }] }
  assert.deepEqual(firing(soupNotVerified, sound), [])
  assert.deepEqual(silentOn(soupNotVerified, sound), ['soup.s0', 'soup.s1'])
})
