import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { carriedToAPlaceThatDoesNotHold } from './carried-to-a-place-that-does-not-hold.ts'

test('carried-to-a-place-that-does-not-hold fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(carriedToAPlaceThatDoesNotHold, {
      data: [{ id: 'ecg', at: ['store'] }],
      components: [{ id: 'store' }, { id: 'screen' }],
      interfaces: [{ id: 'bus', from: 'store', to: 'screen', carries: ['ecg'] }],
    }),
    ['data.ecg'],
  )
})

test('carried-to-a-place-that-does-not-hold stays silent on a sound device', () => {
  const sound: DeviceParts = {
    data: [{ id: 'ecg', at: ['store', 'screen'] }],
    components: [{ id: 'store' }, { id: 'screen' }],
    interfaces: [{ id: 'bus', from: 'store', to: 'screen', carries: ['ecg'] }],
  }
  assert.deepEqual(firing(carriedToAPlaceThatDoesNotHold, sound), [])
  assert.deepEqual(silentOn(carriedToAPlaceThatDoesNotHold, sound), ['data.ecg'])
})
