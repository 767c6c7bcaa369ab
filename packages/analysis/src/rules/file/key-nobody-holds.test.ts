import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyNobodyHolds } from './key-nobody-holds.ts'

test('key-nobody-holds fires on the element that breaks it', () => {
  assert.deepEqual(firing(keyNobodyHolds, { keys: [{ id: 'k' }] }), ['keys.k'])
})

test('key-nobody-holds stays silent on a sound device', () => {
  const sound: DeviceParts = {
    keys: [
      { id: 'k', at: ['app'] },
      { id: 'm', roles: ['maker'] },
    ],
  }
  assert.deepEqual(firing(keyNobodyHolds, sound), [])
  assert.deepEqual(silentOn(keyNobodyHolds, sound), ['keys.k', 'keys.m'])
})
