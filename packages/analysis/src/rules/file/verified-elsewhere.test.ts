import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { verifiedElsewhere } from './verified-elsewhere.ts'

test('verified-elsewhere fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(verifiedElsewhere, { interfaces: [{ id: 'i', from: 'a', to: 'b', verifiedAt: 'c' }] }),
    ['interfaces.i'],
  )
})

test('verified-elsewhere stays silent on a sound device', () => {
  const sound: DeviceParts = { interfaces: [{ id: 'i', from: 'a', to: 'b', verifiedAt: 'b' }] }
  assert.deepEqual(firing(verifiedElsewhere, sound), [])
  assert.deepEqual(silentOn(verifiedElsewhere, sound), ['interfaces.i'])
})
