import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { dataHeldByNobody } from './data-held-by-nobody.ts'

test('data-held-by-nobody fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(dataHeldByNobody, {
      data: [{ id: 'd', at: ['ehr'] }],
      components: [{ id: 'ehr', external: true }],
    }),
    ['data.d'],
  )
})

test('data-held-by-nobody stays silent on a sound device', () => {
  const sound: DeviceParts = { data: [{ id: 'd', at: ['app'] }], components: [{ id: 'app' }] }
  assert.deepEqual(firing(dataHeldByNobody, sound), [])
  assert.deepEqual(silentOn(dataHeldByNobody, sound), ['data.d'])
})
