import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { acceptanceWithoutEnd } from './acceptance-without-end.ts'

test('acceptance-without-end fires on the element that breaks it', () => {
  assert.deepEqual(firing(acceptanceWithoutEnd, { accepted: [{ id: 'a', expires: '2028-01-03' }] }), [
    'accepted.a',
  ])
})

test('acceptance-without-end stays silent on a sound device', () => {
  const sound: DeviceParts = { accepted: [{ id: 'a', expires: '2028-01-01' }] }
  assert.deepEqual(firing(acceptanceWithoutEnd, sound), [])
  assert.deepEqual(silentOn(acceptanceWithoutEnd, sound), ['accepted.a'])
})
